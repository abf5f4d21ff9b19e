import { readJpegHeader } from './jpeg.js';

export type ImageFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'avif' | 'heic' | 'tiff';

/** What the first bytes of a picture say of it, before anything is decoded. */
export interface ImageHeader {
  format: ImageFormat;
  /** In pixels, as they are stored; undefined where the header is not simple to read. */
  size: { width: number; height: number } | undefined;
  /** False for a file that was cut off; browsers would show what there is of it. */
  isWhole: boolean;
}

/** @returns undefined for what is no picture of these formats */
export function readImageHeader(bytes: Uint8Array): ImageHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = (start: number, length: number) =>
    String.fromCharCode(...bytes.subarray(start, start + length));
  if (text(0, 3) === '\xff\xd8\xff') return readJpeg(bytes);
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return readPng(view, text);
  if (text(0, 4) === 'GIF8') return { format: 'gif', size: sizeAt(view, 6, 8), isWhole: true };
  if (text(0, 4) === 'RIFF' && text(8, 4) === 'WEBP') return readWebp(view, text);
  if (text(4, 4) === 'ftyp') return readIsoMedia(text);
  if (text(0, 4) === 'II*\0' || text(0, 4) === 'MM\0*') {
    return { format: 'tiff', size: undefined, isWhole: true };
  }
  return undefined;
}

type ReadText = (start: number, length: number) => string;

function readJpeg(bytes: Uint8Array): ImageHeader {
  const { size, scanAt } = readJpegHeader(bytes);
  return { format: 'jpeg', size, isWhole: scanAt !== undefined && hasEndOfImage(bytes, scanAt) };
}

/** Cameras write more after the image's end; in the image itself 0xff is followed by 0. */
function hasEndOfImage(bytes: Uint8Array, from: number): boolean {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    if (bytes[at + 1] === 0xd9) return true;
  }
  return false;
}

/** @see https://www.w3.org/TR/png-3/#5DataRep */
function readPng(view: DataView, text: ReadText): ImageHeader {
  const size =
    view.byteLength < 24 ? undefined : { width: view.getUint32(16), height: view.getUint32(20) };
  let position = 8;
  while (position + 12 <= view.byteLength) {
    if (text(position + 4, 4) === 'IEND') return { format: 'png', size, isWhole: true };
    position += 12 + view.getUint32(position);
  }
  return { format: 'png', size, isWhole: false };
}

/** @see https://developers.google.com/speed/webp/docs/riff_container */
function readWebp(view: DataView, text: ReadText): ImageHeader {
  const isWhole = view.byteLength >= 8 + view.getUint32(4, true);
  if (view.byteLength < 30) return { format: 'webp', size: undefined, isWhole: false };
  return { format: 'webp', size: webpSize(view, text(12, 4)), isWhole };
}

function webpSize(view: DataView, kind: string): ImageHeader['size'] {
  switch (kind) {
    case 'VP8 ':
      return {
        width: view.getUint16(26, true) & 0x3fff,
        height: view.getUint16(28, true) & 0x3fff,
      };
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X': {
      const at = (offset: number) =>
        (view.getUint16(offset, true) | (view.getUint8(offset + 2) << 16)) + 1;
      return { width: at(24), height: at(27) };
    }
    default:
      return undefined;
  }
}

/** Pictures in the container of MP4: the brand tells the codec. @see https://www.iana.org/assignments/media-types/image/heic */
function readIsoMedia(text: ReadText): ImageHeader | undefined {
  const brands = text(8, 64);
  if (/avi[fs]/.test(brands)) return { format: 'avif', size: undefined, isWhole: true };
  if (/hei[cxms]|hev[cxms]|mif1|msf1/.test(brands)) {
    return { format: 'heic', size: undefined, isWhole: true };
  }
  return undefined;
}

function sizeAt(view: DataView, width: number, height: number): ImageHeader['size'] {
  if (view.byteLength < height + 2) return undefined;
  return { width: view.getUint16(width, true), height: view.getUint16(height, true) };
}
