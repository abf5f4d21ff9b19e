import type { Sharp } from 'sharp';
import type { InputSpec, Interpolation } from '../models/sidecar.js';
import { type OpenImage, openImage, toImageError } from './open-image.js';

const KERNELS = {
  nearest: 'nearest',
  bilinear: 'linear',
  bicubic: 'cubic',
  lanczos: 'lanczos3',
} as const satisfies Record<Interpolation, string>;

/**
 * An encoded image as the pixels that a model looks at: RGB, `height` rows of `width`, one byte a channel.
 * @throws AppError what `openImage` throws
 */
export async function toModelPixels(bytes: Uint8Array, spec: InputSpec): Promise<Uint8Array> {
  const image = await openImage(bytes);
  try {
    return await resizeFor(image, spec).removeAlpha().raw({ depth: 'uchar' }).toBuffer();
  } catch (cause) {
    throw toImageError(cause);
  }
}

function resizeFor({ pipeline, width, height }: OpenImage, spec: InputSpec): Sharp {
  const kernel = KERNELS[spec.interpolation];
  if (spec.fit === 'pad') {
    const background = '#000000';
    return pipeline.resize(spec.width, spec.height, { fit: 'contain', background, kernel });
  }
  const resized = resizedSize(width, height, spec);
  return pipeline.resize(resized.width, resized.height, { fit: 'fill', kernel }).extract({
    left: roundHalfToEven((resized.width - spec.width) / 2),
    top: roundHalfToEven((resized.height - spec.height) / 2),
    width: spec.width,
    height: spec.height,
  });
}

/**
 * The size to which an image is resized before the centre is cut out of it. `stretch` takes what the input is
 * `cropFraction` of; `crop` the smallest size that covers this and has the image's proportions, rounded as torchvision's
 * `Resize` rounds.
 */
export function resizedSize(
  width: number,
  height: number,
  spec: Pick<InputSpec, 'width' | 'height' | 'fit' | 'cropFraction'>,
): { width: number; height: number } {
  const box = { width: withMargin(spec.width, spec), height: withMargin(spec.height, spec) };
  if (spec.fit === 'stretch') return box;
  return width / box.width <= height / box.height
    ? { width: box.width, height: Math.max(box.height, Math.floor((height * box.width) / width)) }
    : { width: Math.max(box.width, Math.floor((width * box.height) / height)), height: box.height };
}

/** The fraction is a quotient of whole numbers, such as 224 / 256, rounded by whoever wrote it: so is this back. */
function withMargin(side: number, { cropFraction }: Pick<InputSpec, 'cropFraction'>): number {
  return Math.max(side, Math.round(side / cropFraction));
}

/** As Python rounds, so that the crop is the one that the model was trained and measured with. */
function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  return value - floor === 0.5 ? floor + (floor % 2) : Math.round(value);
}
