import { assertThumbnailSize } from '../core/image-errors.js';
import { openImage, toImageError } from './open-image.js';

export interface Thumbnail {
  width: number;
  height: number;
  mime: 'image/jpeg';
  bytes: Uint8Array;
}

/**
 * @param size of the longer side in pixels; a smaller image keeps its own
 * @throws AppError `BAD_REQUEST` for a size that is none, and what `openImage` throws
 */
export async function makeThumbnail(bytes: Uint8Array, size: number): Promise<Thumbnail> {
  assertThumbnailSize(size);
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
