import heicDecode from 'heic-decode';
import { serveCalls } from '../threads/serve-calls.js';

export interface HeicPixels {
  /** In pixels, upright. */
  width: number;
  height: number;
  /** RGBA, row by row. */
  data: Uint8ClampedArray<ArrayBuffer>;
}

export type HeicMethods = {
  decode: { params: { bytes: Uint8Array; maxPixels: number }; result: HeicPixels };
};

serveCalls<HeicMethods>({ decode });

async function decode({ bytes, maxPixels }: HeicMethods['decode']['params']) {
  const images = await heicDecode.all({ buffer: bytes });
  try {
    const [first] = images;
    if (!first) throw new Error('The file holds no picture.');
    // Checked again: the header that was read before may speak of another of the file's pictures.
    if (first.width * first.height > maxPixels) throw new Error('The picture has too many pixels.');
    const { width, height, data } = await first.decode();
    const result: HeicPixels = { width, height, data };
    return { result, transfer: [data.buffer] };
  } finally {
    images.dispose();
  }
}
