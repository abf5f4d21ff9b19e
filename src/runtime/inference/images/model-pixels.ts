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
  switch (spec.fit) {
    case 'stretch':
      return pipeline.resize(spec.width, spec.height, { fit: 'fill', kernel });
    case 'pad':
      return pipeline.resize(spec.width, spec.height, {
        fit: 'contain',
        background: '#000000',
        kernel,
      });
    case 'crop': {
      const resized = cropSize(width, height, spec);
      return pipeline.resize(resized.width, resized.height, { fit: 'fill', kernel }).extract({
        left: roundHalfToEven((resized.width - spec.width) / 2),
        top: roundHalfToEven((resized.height - spec.height) / 2),
        width: spec.width,
        height: spec.height,
      });
    }
  }
}

/**
 * The size to which an image is resized before the centre is cut out of it: as small as it may be while the crop is
 * `cropFraction` of it in both directions. Rounded as torchvision's `Resize` rounds.
 */
function cropSize(
  width: number,
  height: number,
  spec: Pick<InputSpec, 'width' | 'height' | 'cropFraction'>,
): { width: number; height: number } {
  const boxWidth = Math.max(spec.width, Math.floor(spec.width / spec.cropFraction + 1e-6));
  const boxHeight = Math.max(spec.height, Math.floor(spec.height / spec.cropFraction + 1e-6));
  if (width / boxWidth <= height / boxHeight) {
    return {
      width: boxWidth,
      height: Math.max(spec.height, Math.floor((height * boxWidth) / width)),
    };
  }
  return {
    width: Math.max(spec.width, Math.floor((width * boxHeight) / height)),
    height: boxHeight,
  };
}

/** As Python rounds, so that the crop is the one that the model was trained and measured with. */
function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  return value - floor === 0.5 ? floor + (floor % 2) : Math.round(value);
}
