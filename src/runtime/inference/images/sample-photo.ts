import sharp from 'sharp';

const SIZE = { width: 1024, height: 768 };
const COARSE = { width: 128, height: 96 };

/**
 * Makes a JPEG that is to the decoder what a photo is: large, with edges and shades everywhere. Always the same one.
 */
export async function makeSamplePhoto(): Promise<Uint8Array> {
  const pixels = new Uint8Array(COARSE.width * COARSE.height * 3);
  let state = 1;
  for (let index = 0; index < pixels.length; index += 1) {
    // Numerical Recipes' generator: a model that fails on this picture must do so each time.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    pixels[index] = state >>> 24;
  }
  return sharp(pixels, { raw: { ...COARSE, channels: 3 } })
    .resize(SIZE.width, SIZE.height)
    .jpeg()
    .toBuffer();
}
