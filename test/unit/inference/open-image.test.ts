import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { makeThumbnail } from '../../../src/runtime/inference/images/thumbnail.js';
import { badImages, noiseJpeg, pngOf, solidPng } from '../../helpers/images.js';

const SENTENCE = /^[A-Z].*\.$/;

describe('a file that is no photo gets a sentence', async () => {
  test.each(await badImages())('$name', async ({ bytes, code }) => {
    const message = expect.stringMatching(SENTENCE);
    await expect(makeThumbnail(bytes, 64)).rejects.toMatchObject({ code, message, hint: message });
  });
});

test('an SVG drawing is called one, also behind a byte order mark and a comment', async () => {
  const text = '\uFEFF<!-- made by hand -->\n<svg/>';
  await expect(makeThumbnail(new TextEncoder().encode(text), 64)).rejects.toThrow(/SVG drawing/);
  const html = new TextEncoder().encode('<html><body>svg</body></html>');
  await expect(makeThumbnail(html, 64)).rejects.toThrow(/not an image that eccola can read/);
});

test('a picture that is too large is told its size and the limit', async () => {
  await expect(makeThumbnail(solidPng(10_000, 10_000), 64)).rejects.toThrow(
    'That picture is 10000 × 10000 pixels; the limit is 50 million pixels.',
  );
});

test('a large photo becomes a thumbnail of a few kB', async () => {
  const photo = await noiseJpeg(3200, 2400);
  const thumbnail = await makeThumbnail(photo, 256);
  expect(photo.byteLength).toBeGreaterThan(5_000_000);
  expect(thumbnail).toMatchObject({ width: 256, height: 192, mime: 'image/jpeg' });
  expect(thumbnail.bytes.byteLength).toBeLessThan(20_000);
});

test('a small image keeps its size, and what a camera wrote beside the pixels is left out', async () => {
  const photo = await sharp(await noiseJpeg(60, 40))
    .withExif({ IFD0: { Make: 'a camera' }, IFD3: { GPSLatitude: '48/1 12/1 0/1' } })
    .toBuffer();
  const { bytes, ...size } = await makeThumbnail(photo, 256);
  expect(size).toMatchObject({ width: 60, height: 40 });
  expect((await sharp(photo).metadata()).exif).toBeDefined();
  expect((await sharp(bytes).metadata()).exif).toBeUndefined();
});

test('a photo that lies on its side is turned', async () => {
  const photo = await sharp(await noiseJpeg(60, 40))
    .withMetadata({ orientation: 6 })
    .toBuffer();
  expect(await makeThumbnail(photo, 256)).toMatchObject({ width: 40, height: 60 });
});

test('transparency becomes white', async () => {
  const clear = { r: 255, g: 0, b: 0, alpha: 0 };
  const png = await sharp({ create: { width: 8, height: 8, channels: 4, background: clear } })
    .png()
    .toBuffer();
  const { bytes } = await makeThumbnail(png, 8);
  const { channels } = await sharp(bytes).stats();
  expect(channels.map(({ min }) => min)).toEqual([255, 255, 255]);
});

test.each([0, -1, 1.5, Number.NaN, 5000])('a thumbnail of %d pixels is refused', async (size) => {
  await expect(makeThumbnail(await pngOf([[[0, 0, 0]]]), size)).rejects.toMatchObject({
    code: 'BAD_REQUEST',
  });
});
