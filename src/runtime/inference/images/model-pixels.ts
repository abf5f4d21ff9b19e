import type { Sharp } from 'sharp';
import { placeCrop } from '../core/crop.js';
import type { InputSpec, Interpolation } from '../core/sidecar.js';
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
  const { left, top, ...resized } = placeCrop(width, height, spec);
  return pipeline
    .resize(resized.width, resized.height, { fit: 'fill', kernel })
    .extract({ left, top, width: spec.width, height: spec.height });
}
