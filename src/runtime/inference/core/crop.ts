import type { InputSpec } from './sidecar.js';

/** The size to which an image is resized, and the corner at which the model's input is then cut out of it. */
export interface Crop {
  width: number;
  height: number;
  left: number;
  top: number;
  /** Pixels of the image for one of the resized one, where both sides keep to one. */
  scale?: number;
}

/** How an image becomes a model's input that is cropped or stretched. Sizes in pixels. */
export function placeCrop(width: number, height: number, spec: InputSpec): Crop {
  const resized = resizedSize(width, height, spec);
  return {
    ...resized,
    left: roundHalfToEven((resized.width - spec.width) / 2),
    top: roundHalfToEven((resized.height - spec.height) / 2),
  };
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

/** How an image becomes a model's input that is padded: the size that it is resized to, and where it then stands. */
export function placePad(width: number, height: number, spec: InputSpec): Crop {
  const scale = Math.min(spec.width / width, spec.height / height);
  const resized = {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
  return {
    ...resized,
    scale: 1 / scale,
    // A crop that begins before the image.
    left: -Math.floor((spec.width - resized.width) / 2),
    top: -Math.floor((spec.height - resized.height) / 2),
  };
}
