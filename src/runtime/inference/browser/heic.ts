import createDecoder from 'heic-decode/lib.js';
import { assertPixels } from '../core/image-errors.js';
import type { DecodeHeic } from './open-image.js';

/** @param address absolute address of libheif's script, which is loaded with the first photo that needs it */
export function createHeicDecoder(address: string): DecodeHeic {
  let decoder: ReturnType<typeof createDecoder> | undefined;
  return async (bytes) => {
    decoder ??= createDecoder(loadLibheif(address));
    const images = await decoder.all({ buffer: bytes });
    try {
      const [first] = images;
      if (!first) throw new Error('The file holds no picture.');
      assertPixels(first.width, first.height);
      const { width, height, data } = await first.decode();
      return new ImageData(data, width, height);
    } finally {
      images.dispose();
    }
  };
}

function loadLibheif(address: string): object {
  importScripts(address);
  const create: unknown = Reflect.get(globalThis, 'libheif');
  if (typeof create !== 'function') throw new Error('The script is not libheif’s.');
  return create();
}
