import sharp, { type Sharp } from 'sharp';
import { expect, test } from 'vitest';
import { resizedSize } from '../../../src/runtime/inference/core/crop.js';
import { parseSidecar } from '../../../src/runtime/inference/core/sidecar.js';
import { toModelPixels } from '../../../src/runtime/inference/images/model-pixels.js';
import { pngOf, rawImage } from '../../helpers/images.js';

const spec = (input: object) =>
  parseSidecar(
    JSON.stringify({ input: { width: 2, height: 2, ...input }, labels: ['a'] }),
    'a.json',
  ).input;

const RED = [255, 0, 0] as const;
const GREEN = [0, 255, 0] as const;
const BLUE = [0, 0, 255] as const;
const BLACK = [0, 0, 0] as const;

/** One row, two pixels high, of these colours. */
const row = (...colours: (readonly [number, number, number])[]) => [colours, colours];

const pixels = async (image: Uint8Array, input: object = {}) => [
  ...(await toModelPixels(image, spec(input))),
];

test('pixels of the right size stay as they are', async () => {
  const image = await pngOf([
    [RED, GREEN],
    [BLUE, BLACK],
  ]);
  expect(await pixels(image)).toEqual([RED, GREEN, BLUE, BLACK].flat());
});

test('crop takes the centre', async () => {
  const image = await pngOf(row(RED, GREEN, BLUE, RED));
  expect(await pixels(image)).toEqual(row(GREEN, BLUE).flat(2));
});

test('cropFraction leaves a margin on every side', async () => {
  const edge = [BLACK, BLACK, BLACK, BLACK];
  const middle = [BLACK, GREEN, BLUE, BLACK];
  const image = await pngOf([edge, middle, middle, edge]);
  expect(await pixels(image, { cropFraction: 0.5 })).toEqual(row(GREEN, BLUE).flat(2));
});

test('stretch keeps everything, and no proportions', async () => {
  const image = await pngOf(row(RED, RED, BLUE, BLUE));
  expect(await pixels(image, { fit: 'stretch', interpolation: 'nearest' })).toEqual(
    row(RED, BLUE).flat(2),
  );
});

test('stretch may leave a margin too', async () => {
  const edge = [BLACK, BLACK, BLACK, BLACK];
  const middle = [BLACK, GREEN, BLUE, BLACK];
  const image = await pngOf([edge, middle, middle, edge]);
  const input = { fit: 'stretch', cropFraction: 0.5 };
  expect(await pixels(image, input)).toEqual(row(GREEN, BLUE).flat(2));
});

test('pad puts black around what does not fill the size', async () => {
  const image = await pngOf([[RED], [RED], [RED], [RED]]);
  const padded = await pixels(image, { width: 4, height: 4, fit: 'pad' });
  const line = [BLACK, BLACK, RED, BLACK];
  const other = [BLACK, RED, BLACK, BLACK];
  expect([[line, line, line, line].flat(2), [other, other, other, other].flat(2)]).toContainEqual(
    padded,
  );
});

// What torchvision's Resize(short side) makes of each size.
test.each([
  [346, 294, 301, 256],
  [177, 171, 264, 256],
  [122, 180, 256, 377],
  [4032, 3024, 341, 256],
  [256, 256, 256, 256],
  [10, 10_000, 256, 256_000],
])('%d × %d is resized to %d × %d before the crop', (width, height, newWidth, newHeight) => {
  expect(
    resizedSize(width, height, { width: 224, height: 224, fit: 'crop', cropFraction: 0.875 }),
  ).toEqual({
    width: newWidth,
    height: newHeight,
  });
});

test('an input that is not square is covered in both directions', () => {
  const input = { width: 320, height: 240, fit: 'crop', cropFraction: 1 } as const;
  expect(resizedSize(1000, 1000, input)).toEqual({ width: 320, height: 320 });
  expect(resizedSize(1000, 500, input)).toEqual({ width: 480, height: 240 });
});

test('an extremely long image is read in bounded memory', async () => {
  const line = { width: 20_000, height: 2, channels: 3, background: '#0000ff' } as const;
  const image = await sharp({ create: line }).png().toBuffer();
  expect(await pixels(image)).toEqual(row(BLUE, BLUE).flat(2));
});

test('EXIF orientation is applied before the crop', async () => {
  const image = await rawImage(row(RED, GREEN)).withMetadata({ orientation: 3 }).png().toBuffer();
  expect(await pixels(image)).toEqual(row(GREEN, RED).flat(2));
});

test('transparency is white', async () => {
  const rgba = Uint8Array.from([255, 0, 0, 0, 255, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0, 255]);
  const image = await sharp(rgba, { raw: { width: 2, height: 2, channels: 4 } })
    .png()
    .toBuffer();
  const WHITE = [255, 255, 255];
  expect(await pixels(image)).toEqual([WHITE, RED, WHITE, BLACK].flat());
});

const grey = sharp({ create: { width: 2, height: 2, channels: 3, background: '#808080' } });

test.each([
  ['a greyscale PNG', () => grey.clone().toColourspace('b-w').png()],
  ['a greyscale JPEG', () => grey.clone().toColourspace('b-w').jpeg()],
  ['a 16-bit PNG', () => grey.clone().toColourspace('rgb16').png()],
  ['a 16-bit greyscale PNG', () => grey.clone().toColourspace('grey16').png()],
  ['a PNG with a palette', () => grey.clone().png({ palette: true })],
  // Ink has no exact grey.
  ['a CMYK JPEG', () => grey.clone().toColourspace('cmyk').jpeg({ quality: 100 }), 16],
  ['a WebP', () => grey.clone().webp()],
  ['an AVIF', () => grey.clone().avif()],
  ['a TIFF', () => grey.clone().tiff()],
  ['a GIF', () => grey.clone().gif()],
] as [string, () => Sharp, number?][])(
  '%s is read as RGB with its own colours',
  async (_, encode, tolerance = 3) => {
    const values = await pixels(await encode().toBuffer());
    expect(values).toHaveLength(12);
    for (const value of values) expect(Math.abs(value - 0x80)).toBeLessThanOrEqual(tolerance);
  },
);

test('of an animation the first frame is taken', async () => {
  const frames = [RED, BLUE].flatMap((colour) => Array(4).fill(colour)).flat();
  const image = await sharp(Uint8Array.from(frames), {
    raw: { width: 2, height: 4, channels: 3, pageHeight: 2 },
  })
    .gif()
    .toBuffer();
  expect((await sharp(image).metadata()).pages).toBe(2);
  expect(await pixels(image)).toEqual(row(RED, RED).flat(2));
});
