import sharp, { type Metadata, type Sharp } from 'sharp';
import { AppError } from '../../../protocol/errors.js';
import {
  assertPixels,
  imageDamaged,
  imageEmpty,
  imageIsDrawing,
  MAX_PIXELS,
  notAnImage,
} from '../core/image-errors.js';
import { readJpegHeader } from '../core/jpeg.js';
import { looksLikeSvg } from '../core/svg.js';
import { decodeHeic } from './heic.js';

const FORMATS = ['jpeg', 'png', 'webp', 'gif', 'heif', 'tiff'];

// Each picture is used once, so a cache would only hold memory; many small jobs run side by side instead of one in many threads.
sharp.cache(false);
sharp.concurrency(1);
// A file's content chooses its loader: all but these (SVG, PDF, …) are switched off in libvips itself.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif', 'Tiff'].map(
    (loader) => `VipsForeignLoad${loader}Buffer`,
  ),
});

/** Of the orientations that EXIF counts; those after it are too. */
const FIRST_ON_ITS_SIDE = 5;

/** An image ready to be resized: upright, RGB, on white, first frame only. Nothing is decoded yet, except HEIC. */
export interface OpenImage {
  pipeline: Sharp;
  /** In pixels, upright. */
  width: number;
  height: number;
}

/**
 * Opens an encoded image.
 * @throws AppError `IMAGE_EMPTY`, `IMAGE_FORMAT`, `IMAGE_UNREADABLE` or `IMAGE_TOO_LARGE`
 */
export async function openImage(bytes: Uint8Array): Promise<OpenImage> {
  if (bytes.byteLength === 0) {
    throw imageEmpty();
  }
  const size = uprightJpegSize(bytes);
  if (size) {
    assertPixels(size.width, size.height);
    return { pipeline: decode(bytes), ...size };
  }
  const metadata = await readMetadata(bytes);
  const { width, height } = metadata.autoOrient;
  assertPixels(width, height);
  if (metadata.format === 'heif' && metadata.compression === 'hevc') {
    const { data, ...decoded } = await decodeHeic(bytes, MAX_PIXELS);
    return { pipeline: onWhite(sharp(data, { raw: { ...decoded, channels: 4 } })), ...decoded };
  }
  return { pipeline: decode(bytes), width, height };
}

function decode(bytes: Uint8Array): Sharp {
  return onWhite(sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error', autoOrient: true }));
}

/** A JPEG's, read here: a millisecond sooner than sharp opens the file a first time. Undefined where sharp is to look. */
function uprightJpegSize(bytes: Uint8Array): { width: number; height: number } | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8 || bytes[2] !== 0xff) return undefined;
  const { size, orientation, scanAt } = readJpegHeader(bytes);
  if (!size || !orientation || scanAt === undefined || size.width * size.height === 0)
    return undefined;
  const { width, height } = size;
  return orientation < FIRST_ON_ITS_SIDE ? { width, height } : { width: height, height: width };
}

function onWhite(pipeline: Sharp): Sharp {
  return pipeline.flatten({ background: '#ffffff' }).toColourspace('srgb').timeout({ seconds: 30 });
}

async function readMetadata(bytes: Uint8Array): Promise<Metadata> {
  let metadata: Metadata;
  try {
    // Only the header is read here, so that the message about a picture that is too large can say how large it is.
    metadata = await sharp(bytes, { limitInputPixels: false, failOn: 'error' }).metadata();
  } catch (cause) {
    throw looksLikeSvg(bytes) ? imageIsDrawing(cause) : toImageError(cause);
  }
  if (FORMATS.includes(metadata.format)) return metadata;
  throw notAnImage();
}

/** What libvips says, in words for whoever chose the file. */
export function toImageError(cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  if (reason.includes('unsupported image format')) return notAnImage(cause);
  if (reason.includes('exceeds pixel limit')) {
    return new AppError('IMAGE_TOO_LARGE', 'That picture has too many pixels.', { cause });
  }
  return imageDamaged(cause);
}
