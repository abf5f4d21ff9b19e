import { placeCrop, placePad } from '../core/crop.js';
import { Resampler } from '../core/resampler.js';
import type { InputSpec } from '../core/sidecar.js';

/** So many rows are in memory at once beside the image that the browser holds. */
const STRIP = 128;

/** An image as the pixels that a model looks at: RGB, `height` rows of `width`, one byte a channel. */
export function toModelPixels(image: ImageBitmap, spec: InputSpec): Uint8Array {
  const place = spec.fit === 'pad' ? placePad : placeCrop;
  const { left, top, scale, ...resized } = place(image.width, image.height, spec);
  const resampler = new Resampler(image, resized, spec.interpolation, scale);
  const canvas = new OffscreenCanvas(image.width, Math.min(STRIP, image.height));
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('This browser draws no image of that size.');
  for (let y = 0; y < image.height; y += STRIP) {
    const rows = Math.min(STRIP, image.height - y);
    context.clearRect(0, 0, image.width, rows);
    context.drawImage(image, 0, y, image.width, rows, 0, 0, image.width, rows);
    resampler.add(flatten(context.getImageData(0, 0, image.width, rows).data));
  }
  return cut(resampler.finish(), resized, { left, top, width: spec.width, height: spec.height });
}

/** Transparency becomes white, rounded as libvips rounds it; in place. */
function flatten(pixels: Uint8ClampedArray): Uint8ClampedArray {
  for (let at = 0; at < pixels.length; at += 4) {
    const alpha = pixels[at + 3] ?? 255;
    if (alpha === 255) continue;
    for (let channel = at; channel < at + 3; channel += 1) {
      const value = (pixels[channel] ?? 0) * alpha + 255 * (255 - alpha);
      pixels[channel] = Math.floor(value / 255);
    }
  }
  return pixels;
}

/** Cuts a rectangle out of RGB pixels; what lies outside of them is black. */
function cut(
  pixels: Uint8ClampedArray,
  from: { width: number; height: number },
  { left, top, width, height }: { left: number; top: number; width: number; height: number },
): Uint8Array {
  const result = new Uint8Array(width * height * 3);
  const first = Math.max(0, left);
  const end = Math.min(from.width, left + width);
  for (let row = Math.max(0, top); row < Math.min(from.height, top + height); row += 1) {
    const start = row * from.width;
    const part = pixels.subarray((start + first) * 3, (start + end) * 3);
    result.set(part, ((row - top) * width + first - left) * 3);
  }
  return result;
}
