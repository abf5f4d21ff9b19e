export interface JpegHeader {
  /** In pixels, as they are stored. Undefined where the file ends before it says. */
  size: { width: number; height: number } | undefined;
  /** 1 to 8, as EXIF counts; undefined where what the file says of it is not simple to read. */
  orientation: number | undefined;
  /** Where the coded picture itself begins; undefined for a file that ends before it. */
  scanAt: number | undefined;
}

const START_OF_SCAN = 0xda;
const APP1 = 0xe1;
/** Tables and the like, among the markers of frames. */
const NO_FRAMES = new Set([0xc4, 0xc8, 0xcc]);
/** What decoders know the segment by; what they make of one that goes on otherwise differs. */
const EXIF = 'Exif';
const EXIF_HEAD = `${EXIF}\0\0`;
const UPRIGHT = 1;

/**
 * Reads what stands before a JPEG's picture; the bytes begin with ff d8.
 * @see https://www.w3.org/Graphics/JPEG/itu-t81.pdf annex B
 */
export function readJpegHeader(bytes: Uint8Array): JpegHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let size: JpegHeader['size'];
  let orientation: number | undefined = UPRIGHT;
  let hasExif = false;
  let position = 2;
  while (position + 9 < bytes.length) {
    const marker = bytes[position + 1] ?? 0;
    if (bytes[position] !== 0xff) break;
    // Fill bytes may stand before a marker.
    if (marker === 0xff) {
      position += 1;
      continue;
    }
    if (marker === START_OF_SCAN) return { size, orientation, scanAt: position };
    const end = position + 2 + view.getUint16(position + 2);
    if (isFrame(marker)) {
      size = { height: view.getUint16(position + 5), width: view.getUint16(position + 7) };
    } else if (marker === APP1) {
      const head = String.fromCharCode(...bytes.subarray(position + 4, position + 10));
      if (head.startsWith(EXIF)) {
        // Which of two counts is for who decodes the picture to say.
        const isSimple = head === EXIF_HEAD && !hasExif;
        orientation = isSimple ? readOrientation(bytes.subarray(position + 10, end)) : undefined;
        hasExif = true;
      }
    }
    position = end;
  }
  return { size, orientation: undefined, scanAt: undefined };
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && !NO_FRAMES.has(marker);
}

const ENTRY_BYTES = 12;
const ORIENTATION = 0x0112;
const SHORT = 3;

/** The tag among those of the first directory. @see https://www.cipa.jp/std/documents/e/DC-008-2012_E.pdf 4.6.2 and 4.6.4 */
function readOrientation(tiff: Uint8Array): number | undefined {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  if (tiff.byteLength < 14) return undefined;
  const isLittle = view.getUint16(0) === 0x4949;
  if (!isLittle && view.getUint16(0) !== 0x4d4d) return undefined;
  const directory = view.getUint32(4, isLittle);
  if (view.getUint16(2, isLittle) !== 42 || directory + 2 > tiff.byteLength) return undefined;
  const count = view.getUint16(directory, isLittle);
  const first = directory + 2;
  if (first + count * ENTRY_BYTES > tiff.byteLength) return undefined;
  for (let index = 0; index < count; index += 1) {
    const at = first + index * ENTRY_BYTES;
    if (view.getUint16(at, isLittle) !== ORIENTATION) continue;
    const isSimple =
      view.getUint16(at + 2, isLittle) === SHORT && view.getUint32(at + 4, isLittle) === 1;
    const value = view.getUint16(at + 8, isLittle);
    return isSimple && value >= 1 && value <= 8 ? value : undefined;
  }
  return UPRIGHT;
}
