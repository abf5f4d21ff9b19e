import sharp from 'sharp';
import { expect, test } from 'vitest';
import { placeCrop, placePad } from '../../../src/runtime/inference/core/crop.js';
import { Resampler } from '../../../src/runtime/inference/core/resampler.js';
import { parseSidecar } from '../../../src/runtime/inference/core/sidecar.js';
import { toModelPixels } from '../../../src/runtime/inference/images/model-pixels.js';

const INTERPOLATIONS = ['bilinear', 'bicubic', 'lanczos'] as const;
const SIZES = [
  [301, 233],
  [64, 64],
  [30, 41],
] as const;

/** A picture with edges in it, as PNG. */
async function picture(width: number, height: number): Promise<Buffer> {
  const pixels = Buffer.alloc(width * height * 3, 30);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 3;
      pixels[at] = (x * 255) / width;
      pixels[at + 1] = x % 20 < 10 === y % 16 < 8 ? 240 : 10;
      pixels[at + 2] = (y * 255) / height;
    }
  }
  return await sharp(pixels, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

const cases = INTERPOLATIONS.flatMap((interpolation) =>
  (['crop', 'pad'] as const).flatMap((fit) =>
    SIZES.map(([width, height]) => ({ interpolation, fit, width, height })),
  ),
);

test.each(cases)(
  'a browser makes the pixels that a server makes: $interpolation, $fit, $width × $height',
  async ({ interpolation, fit, width, height }) => {
    const json = { input: { width: 64, height: 56, fit, interpolation }, labels: ['a'] };
    const spec = parseSidecar(JSON.stringify(json), 'x.json').input;
    const png = await picture(width, height);
    const expected = await toModelPixels(png, spec);

    const rgba = await sharp(png).ensureAlpha().raw().toBuffer();
    const place = fit === 'pad' ? placePad : placeCrop;
    const { left, top, scale, ...size } = place(width, height, spec);
    const resampler = new Resampler({ width, height }, size, interpolation, scale);
    // In parts, as the browser has them.
    const half = width * 4 * Math.floor(height / 2);
    resampler.add(rgba.subarray(0, half));
    resampler.add(rgba.subarray(half));
    const made = resampler.finish();

    let sum = 0;
    for (let y = 0; y < spec.height; y += 1) {
      for (let x = 0; x < spec.width; x += 1) {
        const [row, column] = [y + top, x + left];
        const isInside = row >= 0 && row < size.height && column >= 0 && column < size.width;
        const own = isInside ? made[(row * size.width + column) * 3 + 1] : 0;
        const other = expected[(y * spec.width + x) * 3 + 1] ?? 0;
        sum += Math.abs((own ?? 0) - other);
      }
    }
    // libvips counts in whole numbers, between its two steps too.
    expect(sum / (spec.width * spec.height)).toBeLessThan(2.5);
  },
);
