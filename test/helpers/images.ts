import { randomBytes } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';

type Rgb = readonly [number, number, number];

/** A PNG whose rows are these pixels. */
export function pngOf(rows: readonly (readonly Rgb[])[]): Promise<Uint8Array> {
  return rawImage(rows).png().toBuffer();
}

/** As `pngOf`, to be encoded otherwise. */
export function rawImage(rows: readonly (readonly Rgb[])[]): Sharp {
  const width = rows[0]?.length ?? 0;
  return sharp(Uint8Array.from(rows.flat(2)), { raw: { width, height: rows.length, channels: 3 } });
}

/** A JPEG of noise: larger as a file than any photo of its size. */
export function noiseJpeg(width: number, height: number): Promise<Uint8Array> {
  const pixels = randomBytes(width * height * 3);
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 85 })
    .toBuffer();
}

/** Files that somebody may choose in place of a photo, and the code of the error that each must get. */
export async function badImages(): Promise<{ name: string; bytes: Uint8Array; code: string }[]> {
  const jpeg = await noiseJpeg(300, 200);
  const text = new TextEncoder();
  return [
    { name: 'empty.jpg', bytes: new Uint8Array(), code: 'IMAGE_EMPTY' },
    { name: 'truncated.jpg', bytes: jpeg.subarray(0, jpeg.length / 2), code: 'IMAGE_UNREADABLE' },
    { name: 'start-only.jpg', bytes: jpeg.subarray(0, 200), code: 'IMAGE_UNREADABLE' },
    { name: 'text.jpg', bytes: text.encode('not an image '.repeat(50)), code: 'IMAGE_FORMAT' },
    { name: 'drawing.svg', bytes: text.encode(SVG), code: 'IMAGE_FORMAT' },
    { name: 'page.pdf', bytes: text.encode('%PDF-1.7\n%âãÏÓ\n'), code: 'IMAGE_FORMAT' },
    { name: 'huge.png', bytes: solidPng(10_000, 10_000), code: 'IMAGE_TOO_LARGE' },
    { name: 'lying.png', bytes: solidPng(10, 10, 50_000, 50_000), code: 'IMAGE_TOO_LARGE' },
  ];
}

const SVG =
  '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="30000" height="30000"><image href="file:///etc/hostname"/></svg>';

/** A grey PNG, small as a file whatever its size; its header may claim another one. */
export function solidPng(
  width: number,
  height: number,
  claimedWidth = width,
  claimedHeight = height,
): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(claimedWidth, 0);
  header.writeUInt32BE(claimedHeight, 4);
  // One byte a pixel, grey, no interlacing.
  header.set([8, 0, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(Buffer.alloc((width + 1) * height))),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

function pngChunk(type: string, data: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const content = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(content));
  return Buffer.concat([length, content, checksum]);
}

/** `crc32` of node:zlib is in Node 22 and later only. */
function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
