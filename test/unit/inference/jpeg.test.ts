import sharp from 'sharp';
import { expect, test } from 'vitest';
import { readJpegHeader } from '../../../src/runtime/inference/core/jpeg.js';

const picture = sharp({ create: { width: 123, height: 45, channels: 3, background: '#824' } });
const STORED = { width: 123, height: 45 };

interface Tag {
  tag: number;
  type: number;
  count: number;
  value: number;
}

const MAKER = { tag: 0x010f, type: 2, count: 4, value: 0x41424300 };
const turned = (value: number, differences: Partial<Tag> = {}): Tag => ({
  ...{ tag: 0x0112, type: 3, count: 1, value },
  ...differences,
});

/** An EXIF segment whose first directory has these tags. */
function exif(tags: readonly Tag[], isLittle: boolean, differences: { directory?: number } = {}) {
  const tiff = Buffer.alloc(8 + 2 + 12 * tags.length + 4);
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  tiff.write(isLittle ? 'II' : 'MM', 'latin1');
  view.setUint16(2, 42, isLittle);
  view.setUint32(4, differences.directory ?? 8, isLittle);
  view.setUint16(8, tags.length, isLittle);
  for (const [index, { tag, type, count, value }] of tags.entries()) {
    const at = 10 + 12 * index;
    view.setUint16(at, tag, isLittle);
    view.setUint16(at + 2, type, isLittle);
    view.setUint32(at + 4, count, isLittle);
    if (type === 3) view.setUint16(at + 8, value, isLittle);
    else view.setUint32(at + 8, value, isLittle);
  }
  return segment(Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]));
}

function segment(payload: Buffer): Buffer {
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(payload.byteLength + 2, 2);
  return Buffer.concat([head, payload]);
}

async function jpegWith(...segments: readonly Buffer[]): Promise<Buffer> {
  const jpeg = await picture.clone().jpeg().toBuffer();
  return Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]);
}

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'orientation %d, whoever writes it, as sharp reads it',
  async (value) => {
    const files = [
      await jpegWith(exif([MAKER, turned(value)], true)),
      await jpegWith(exif([turned(value), MAKER], false)),
      await picture
        .clone()
        .withMetadata({ orientation: value })
        .jpeg({ progressive: true })
        .toBuffer(),
    ];
    for (const file of files) {
      expect(readJpegHeader(file)).toMatchObject({ size: STORED, orientation: value });
      expect((await sharp(file).metadata()).orientation).toBe(value);
    }
  },
);

test('without the tag, without EXIF, and with XMP alone, a picture is upright', async () => {
  const xmp = segment(Buffer.from('http://ns.adobe.com/xap/1.0/\0<x/>', 'latin1'));
  for (const segments of [[], [xmp], [exif([MAKER], true)], [xmp, exif([MAKER], false)]]) {
    const file = await jpegWith(...segments);
    expect(readJpegHeader(file)).toMatchObject({ size: STORED, orientation: 1 });
    expect((await sharp(file).metadata()).orientation ?? 1).toBe(1);
  }
});

test.each([
  ['two of them', [exif([turned(6)], true), exif([turned(3)], true)]],
  ['0', [exif([turned(0)], true)]],
  ['9', [exif([turned(9)], true)]],
  ['a long number', [exif([turned(6, { type: 4 })], true)]],
  ['two numbers', [exif([turned(6, { count: 2 })], false)]],
  ['a directory outside the file', [exif([turned(6)], true, { directory: 4000 })]],
  ['nothing but its name', [segment(Buffer.from('Exif\0\0', 'latin1'))]],
  [
    'another name, before a good one',
    [segment(Buffer.from(`ExifX${'x'.repeat(40)}`)), exif([turned(6)], true)],
  ],
  [
    'another name, after a good one',
    [exif([turned(6)], true), segment(Buffer.from(`Exif\0\x01${'x'.repeat(40)}`))],
  ],
  ['no byte order', [segment(Buffer.from(`Exif\0\0${'x'.repeat(40)}`, 'latin1'))]],
])('EXIF that is not simple is left to the decoder: %s', async (_name, segments) => {
  expect(readJpegHeader(await jpegWith(...segments))).toMatchObject({
    size: STORED,
    orientation: undefined,
  });
});

test('a file that was cut off before its picture has no beginning of one, wherever that was', async () => {
  const file = await jpegWith(exif([MAKER, turned(6)], true));
  const { scanAt = 0 } = readJpegHeader(file);
  expect(file.subarray(scanAt, scanAt + 2)).toEqual(Buffer.from([0xff, 0xda]));
  for (let length = 2; length < scanAt; length += 1) {
    expect(readJpegHeader(file.subarray(0, length)).scanAt, `${length} bytes`).toBeUndefined();
  }
});
