import { AppError } from '../../../protocol/errors.js';

/** The largest encoded image that is looked at, in bytes. */
export const MAX_IMAGE_BYTES = 100 * 1024 * 1024;
/** More pixels than this are not decoded, whatever the size of the file. */
export const MAX_PIXELS = 50_000_000;

const READS = 'Choose a JPEG, PNG, WebP, GIF, AVIF, TIFF or HEIC file.';

/* What is wrong with a picture, in words for whoever chose it. */

export function imageEmpty(): AppError {
  return new AppError('IMAGE_EMPTY', 'That file is empty.', { hint: 'Choose another picture.' });
}

export function imageIsDrawing(cause?: unknown): AppError {
  return new AppError('IMAGE_FORMAT', 'That file is an SVG drawing, not a photo.', {
    hint: READS,
    cause,
  });
}

export function notAnImage(cause?: unknown): AppError {
  return new AppError('IMAGE_FORMAT', 'That file is not an image that eccola can read.', {
    hint: READS,
    cause,
  });
}

export function imageDamaged(cause?: unknown): AppError {
  return new AppError('IMAGE_UNREADABLE', 'That picture is damaged or cut off.', {
    hint: 'Save or download it again, or choose another one.',
    cause,
  });
}

export function heicDamaged(cause: unknown): AppError {
  return new AppError('IMAGE_UNREADABLE', 'That HEIC picture is damaged or cannot be decoded.', {
    hint: 'Save it as JPEG, or choose another one.',
    cause,
  });
}

/** @throws AppError `IMAGE_TOO_LARGE` */
export function assertPixels(width: number, height: number): void {
  if (width * height <= MAX_PIXELS) return;
  throw new AppError(
    'IMAGE_TOO_LARGE',
    `That picture is ${width} × ${height} pixels; the limit is ${MAX_PIXELS / 1e6} million pixels.`,
    { hint: 'Choose a smaller picture, or scale it down first.' },
  );
}

/** @throws AppError `IMAGE_TOO_LARGE` */
export function assertImageBytes(bytes: Uint8Array): void {
  if (bytes.byteLength <= MAX_IMAGE_BYTES) return;
  const size = Math.round(bytes.byteLength / 2 ** 20);
  throw new AppError('IMAGE_TOO_LARGE', `That file is ${size} MiB large, and the limit is 100.`, {
    hint: 'Choose a smaller picture.',
  });
}

/** @throws AppError `BAD_REQUEST` */
export function assertThumbnailSize(size: number): void {
  if (Number.isInteger(size) && size >= 1 && size <= MAX_THUMBNAIL) return;
  throw new AppError('BAD_REQUEST', `A thumbnail cannot be ${size} pixels large.`, {
    hint: `Give a whole number from 1 to ${MAX_THUMBNAIL}.`,
  });
}

const MAX_THUMBNAIL = 4096;
