import type { Interpolation } from './sidecar.js';

interface Size {
  width: number;
  height: number;
}

/** A filter, and how far it reaches, in pixels of the smaller of source and result. */
interface Filter {
  reach: number;
  weight(distance: number): number;
}

const FILTERS: Readonly<Record<Exclude<Interpolation, 'nearest'>, Filter>> = {
  bilinear: { reach: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) },
  bicubic: { reach: 2, weight: (x) => cubic(Math.abs(x)) },
  lanczos: { reach: 3, weight: (x) => (Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0) },
};

/** What one pixel of the result is made of: neighbouring pixels of the source, each with its weight. */
interface Taps {
  first: number;
  weights: Float64Array;
}

/**
 * Resizes a picture that comes a few rows at a time, as libvips does it for a model on a server: each pixel of the result is
 * made of all that it covers. A browser's own scaling differs from one to the next. With `nearest` it is a neighbour, but
 * not always libvips' own.
 */
export class Resampler {
  readonly #source: Size;
  readonly #result: Size;
  readonly #columns: readonly Taps[];
  readonly #rows: readonly Taps[];
  /** The source's rows in the result's width: RGB. */
  readonly #narrow: Float32Array;
  #received = 0;

  /** @param scale pixels of the source for one of the result, where both sides keep to one although the result's are rounded */
  constructor(source: Size, result: Size, interpolation: Interpolation, scale?: number) {
    this.#source = source;
    this.#result = result;
    const sides = (side: keyof Size) => ({
      source: source[side],
      result: result[side],
      scale: scale ?? source[side] / result[side],
    });
    this.#columns = tapsOf(sides('width'), interpolation);
    this.#rows = tapsOf(sides('height'), interpolation);
    this.#narrow = new Float32Array(source.height * result.width * 3);
  }

  /** @param pixels RGBA, whole rows, the next ones of the source */
  add(pixels: Uint8ClampedArray | Uint8Array): void {
    const { width } = this.#source;
    const narrow = this.#narrow;
    const count = pixels.length / (width * 4);
    for (let row = 0; row < count; row += 1) {
      let target = this.#received * this.#result.width * 3;
      for (const { first, weights } of this.#columns) {
        let [red, green, blue] = [0, 0, 0];
        let at = (row * width + first) * 4;
        for (const weight of weights) {
          red += weight * (pixels[at] ?? 0);
          green += weight * (pixels[at + 1] ?? 0);
          blue += weight * (pixels[at + 2] ?? 0);
          at += 4;
        }
        narrow[target] = red;
        narrow[target + 1] = green;
        narrow[target + 2] = blue;
        target += 3;
      }
      this.#received += 1;
    }
  }

  /** RGB, one byte a channel; to be called when all rows were added. */
  finish(): Uint8ClampedArray {
    const stride = this.#result.width * 3;
    // It rounds, and keeps to 0 and 255.
    const result = new Uint8ClampedArray(this.#result.height * stride);
    this.#rows.forEach(({ first, weights }, row) => {
      for (let column = 0; column < stride; column += 1) {
        let sum = 0;
        let at = first * stride + column;
        for (const weight of weights) {
          sum += weight * (this.#narrow[at] ?? 0);
          at += stride;
        }
        result[row * stride + column] = sum;
      }
    });
    return result;
  }
}

interface Side {
  source: number;
  result: number;
  /** Pixels of the source for one of the result. */
  scale: number;
}

function tapsOf({ source, result, scale }: Side, interpolation: Interpolation): Taps[] {
  // What the result is larger or smaller than the source by rounding is shared by both of its ends.
  const offset = (source - result * scale) / 2;
  return Array.from({ length: result }, (_, index) => {
    const centre = (index + 0.5) * scale + offset;
    if (interpolation === 'nearest') {
      const first = Math.min(source - 1, Math.max(0, Math.floor(centre)));
      return { first, weights: Float64Array.of(1) };
    }
    const filter = FILTERS[interpolation];
    if (scale >= 1) return tapsAround(centre, scale, filter, source);
    // What is made larger libvips interpolates, from the pixels' corners.
    const sharp = filter === FILTERS.lanczos ? FILTERS.bicubic : filter;
    return tapsAround(index * scale, 1, sharp, source);
  });
}

/** @param spread how many pixels of the source one of the filter is */
function tapsAround(
  centre: number,
  spread: number,
  { reach, weight }: Filter,
  source: number,
): Taps {
  const from = Math.floor(centre - reach * spread + 0.5);
  const end = Math.floor(centre + reach * spread + 0.5);
  const clamp = (position: number) => Math.min(source - 1, Math.max(0, position));
  const first = clamp(from);
  const weights = new Float64Array(clamp(end - 1) - first + 1);
  let sum = 0;
  for (let position = from; position < end; position += 1) {
    const value = weight((position + 0.5 - centre) / spread);
    // Beyond its edges the picture goes on as it ends.
    const at = clamp(position) - first;
    weights[at] = (weights[at] ?? 0) + value;
    sum += value;
  }
  return { first, weights: weights.map((value) => value / sum) };
}

/** Catmull and Rom's. */
function cubic(x: number): number {
  if (x < 1) return 1.5 * x ** 3 - 2.5 * x ** 2 + 1;
  return x < 2 ? -0.5 * x ** 3 + 2.5 * x ** 2 - 4 * x + 2 : 0;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}
