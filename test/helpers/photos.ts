import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import sharp, { type JpegOptions } from 'sharp';
import { REPOSITORY } from './run-eccola.js';

/** A file as the browser's file chooser takes it. */
export interface Photo {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** One of `test/fixtures/photos`. */
export async function photo(name: string): Promise<Photo> {
  return toPhoto(name, await readFile(path.join(REPOSITORY, 'test/fixtures/photos', name)));
}

/** A bear as a phone takes it: 12 megapixels, between 5 and 10 MB of JPEG. */
export async function phonePhoto(): Promise<Photo> {
  return toPhoto('IMG_0001.jpg', await takePhoto({ width: 4032, height: 3024 }, { quality: 97 }));
}

/** A bear as a phone takes it at its best: 48 megapixels, between 30 and 40 MB of JPEG. */
export async function veryLargePhoto(): Promise<Photo> {
  return toPhoto(
    'IMG_0002.jpg',
    await takePhoto({ width: 8064, height: 6048 }, { quality: 95, chromaSubsampling: '4:4:4' }),
  );
}

async function takePhoto(size: { width: number; height: number }, jpeg: JpegOptions) {
  const { buffer } = await photo('european-bear.png');
  // Grain, as a sensor makes it, is what makes a photo large.
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  const tile = { width: 2016, height: 1512, channels: 3, background: 'grey', noise } as const;
  const grain = await sharp({ create: tile }).png().toBuffer();
  return await sharp(buffer)
    .flatten({ background: 'white' })
    .resize({ ...size, fit: 'contain', background: 'white' })
    .composite([{ input: grain, tile: true, blend: 'soft-light' }])
    .jpeg(jpeg)
    .toBuffer();
}

export function emptyPhoto(): Photo {
  return toPhoto('empty.jpg', Buffer.alloc(0));
}

export async function truncatedPhoto(): Promise<Photo> {
  const { buffer } = await photo('european-bear.png');
  const jpeg = await sharp(buffer).flatten({ background: 'white' }).jpeg().toBuffer();
  return toPhoto('truncated.jpg', jpeg.subarray(0, jpeg.length / 2));
}

export function textPhoto(): Photo {
  return toPhoto('text.jpg', Buffer.from('This is not an image. '.repeat(100)));
}

export function svgPhoto(): Photo {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>';
  return toPhoto('drawing.svg', Buffer.from(svg));
}

/** A PNG of some 100 kB that would be 100 megabytes of pixels. */
export function hugePhoto(): Photo {
  const [width, height] = [10_000, 10_000];
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0], 8); // 8 bits, greyscale
  const rows = deflateSync(Buffer.alloc((width + 1) * height));
  return toPhoto(
    'huge.png',
    Buffer.concat([
      Buffer.from('89504e470d0a1a0a', 'hex'),
      pngChunk('IHDR', header),
      pngChunk('IDAT', rows),
      pngChunk('IEND', Buffer.alloc(0)),
    ]),
  );
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

const MIME_TYPES: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
};

function toPhoto(name: string, buffer: Buffer): Photo {
  return { name, mimeType: MIME_TYPES[path.extname(name)] ?? 'application/octet-stream', buffer };
}
