import { AppError } from '../../../protocol/errors.js';
import { openImage, toImageError } from './open-image.js';

export interface Thumbnail {
  width: number;
  height: number;
  mime: 'image/jpeg';
  bytes: Uint8Array;
}

const MAX_SIZE = 4096;

/**
 * @param size of the longer side in pixels; a smaller image keeps its own
 * @throws AppError `BAD_REQUEST` for a size that is none, and what `openImage` throws
 */
export async function makeThumbnail(bytes: Uint8Array, size: number): Promise<Thumbnail> {
  if (!Number.isInteger(size) || size < 1 || size > MAX_SIZE) {
    throw new AppError('BAD_REQUEST', `A thumbnail cannot be ${size} pixels large.`, {
      hint: `Give a whole number from 1 to ${MAX_SIZE}.`,
    });
  }
  const { pipeline } = await openImage(bytes);
  try {
    const { data, info } = await pipeline
      .resize(size, size, { fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: 80 })
      .toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, mime: 'image/jpeg', bytes: data };
  } catch (cause) {
    throw toImageError(cause);
  }
}
