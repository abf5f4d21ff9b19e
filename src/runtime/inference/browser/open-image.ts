import { AppError } from '../../../protocol/errors.js';
import {
  assertPixels,
  heicDamaged,
  imageDamaged,
  imageEmpty,
  imageIsDrawing,
  notAnImage,
} from '../core/image-errors.js';
import { readImageHeader } from '../core/image-header.js';
import { looksLikeSvg } from '../core/svg.js';

/** Decodes a photo as phones store it, which few browsers read. */
export type DecodeHeic = (bytes: Uint8Array) => Promise<ImageData>;

/**
 * Decodes an image: upright, its first frame.
 * @throws AppError `IMAGE_EMPTY`, `IMAGE_FORMAT`, `IMAGE_UNREADABLE` or `IMAGE_TOO_LARGE`
 */
export async function openImage(bytes: Uint8Array, decodeHeic: DecodeHeic): Promise<ImageBitmap> {
  if (bytes.byteLength === 0) throw imageEmpty();
  const header = readImageHeader(bytes);
  if (!header) throw looksLikeSvg(bytes) ? imageIsDrawing() : notAnImage();
  const { format, size, isWhole } = header;
  if (size) assertPixels(size.width, size.height);
  if (!isWhole) throw imageDamaged();
  if (format === 'heic') {
    return await createImageBitmap(
      await decodeHeic(bytes).catch((cause: unknown) => {
        throw cause instanceof AppError ? cause : heicDamaged(cause);
      }),
    );
  }
  // A copy, as a blob may not be made of memory that others share.
  const blob = new Blob([Uint8Array.from(bytes)], { type: `image/${format}` });
  const bitmap = await createImageBitmap(blob, { imageOrientation: 'from-image' }).catch(
    (cause: unknown) => {
      throw format === 'tiff' ? tiffUnread(cause) : imageDamaged(cause);
    },
  );
  assertPixels(bitmap.width, bitmap.height);
  return bitmap;
}

function tiffUnread(cause: unknown): AppError {
  return new AppError('IMAGE_FORMAT', 'This browser does not read TIFF pictures.', {
    hint: 'Save it as JPEG, or choose another one.',
    cause,
  });
}
