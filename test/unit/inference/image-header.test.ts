import { readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { readImageHeader } from '../../../src/runtime/inference/core/image-header.js';

const picture = sharp({
  create: { width: 123, height: 45, channels: 4, background: { r: 1, g: 99, b: 200, alpha: 0.5 } },
});

const FILES: readonly (readonly [name: string, format: string, file: () => Promise<Buffer>])[] = [
  ['a JPEG', 'jpeg', () => picture.clone().flatten().jpeg().toBuffer()],
  [
    'a progressive JPEG',
    'jpeg',
    () => picture.clone().flatten().jpeg({ progressive: true }).toBuffer(),
  ],
  [
    'a JPEG with EXIF',
    'jpeg',
    () =>
      picture
        .clone()
        .flatten()
        .withExif({ IFD0: { Copyright: 'x' } })
        .jpeg()
        .toBuffer(),
  ],
  ['a PNG', 'png', () => picture.clone().png().toBuffer()],
  ['a WebP', 'webp', () => picture.clone().flatten().webp().toBuffer()],
  ['a WebP with transparency', 'webp', () => picture.clone().webp().toBuffer()],
  ['a WebP without loss', 'webp', () => picture.clone().webp({ lossless: true }).toBuffer()],
  ['a GIF', 'gif', () => picture.clone().gif().toBuffer()],
];

test.each(FILES)('reads the size of %s, and that it is whole', async (_name, format, file) => {
  const bytes = await file();
  const size = { width: 123, height: 45 };
  expect(readImageHeader(bytes)).toEqual({ format, size, isWhole: true });
  // As a camera may leave them.
  expect(readImageHeader(Buffer.concat([bytes, Buffer.alloc(9)]))?.isWhole).toBe(true);
});

test.each(FILES.filter(([, format]) => format !== 'gif'))(
  'sees that %s was cut off, wherever that was',
  async (_name, format, file) => {
    const bytes = await file();
    for (let length = 12; length < bytes.length - 1; length += 1) {
      const header = readImageHeader(bytes.subarray(0, length));
      expect(header, `${length} bytes`).toMatchObject({ format, isWhole: false });
    }
  },
);

test.each([
  ['AVIF', 'avif', () => picture.clone().avif({ effort: 0 }).toBuffer()],
  ['TIFF', 'tiff', () => picture.clone().tiff().toBuffer()],
  [
    'HEIC',
    'heic',
    () => readFile(path.join(import.meta.dirname, '../../fixtures/photos/chelsea.heic')),
  ],
] as const)('knows %s, whose header it does not read', async (_name, format, file) => {
  expect(readImageHeader(await file())).toEqual({ format, size: undefined, isWhole: true });
});

test.each(['', 'x', 'This is not an image.', '<svg/>', '\xff\xd8', '\x89PNG'])(
  '%j is no picture',
  (text) => {
    expect(readImageHeader(Buffer.from(text, 'latin1'))).toBeUndefined();
  },
);
