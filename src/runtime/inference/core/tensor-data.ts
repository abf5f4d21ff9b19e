import type { InputSpec } from './sidecar.js';

export interface TensorData {
  data: Float32Array | Uint8Array;
  shape: [number, number, number, number];
}

type Normalisation = Pick<
  InputSpec,
  'width' | 'height' | 'layout' | 'channels' | 'dtype' | 'scale' | 'mean' | 'std'
>;

/**
 * Brings images into the form that a model takes: normalised, and in its order of channels and dimensions.
 * @param images each `height` rows of `width` RGB pixels, one byte a channel
 */
export function toTensorData(images: readonly Uint8Array[], spec: Normalisation): TensorData {
  const { width, height, layout } = spec;
  const pixels = width * height;
  const data = emptyData(spec, images.length * pixels * 3);
  const planar = layout === 'NCHW';
  const channelStride = planar ? pixels : 1;
  const pixelStride = planar ? 1 : 3;
  const [first, last] = spec.channels === 'RGB' ? [0, 2] : [2, 0];
  const [red, green, blue] = [valueTable(spec, first), valueTable(spec, 1), valueTable(spec, last)];
  const [toRed, toGreen, toBlue] = [first * channelStride, channelStride, last * channelStride];
  images.forEach((image, n) => {
    if (image.length !== pixels * 3) {
      throw new Error(`An image has ${image.length} bytes, not ${pixels * 3}.`);
    }
    let target = n * pixels * 3;
    for (let index = 0; index < image.length; index += 3) {
      data[target + toRed] = red[image[index] ?? 0] ?? 0;
      data[target + toGreen] = green[image[index + 1] ?? 0] ?? 0;
      data[target + toBlue] = blue[image[index + 2] ?? 0] ?? 0;
      target += pixelStride;
    }
  });
  const shape: TensorData['shape'] = planar
    ? [images.length, 3, height, width]
    : [images.length, height, width, 3];
  return { data, shape };
}

function emptyData({ dtype }: Normalisation, length: number): TensorData['data'] {
  return dtype === 'uint8' ? new Uint8Array(length) : new Float32Array(length);
}

/** What each of the 256 values of a channel becomes: rounded once here, to what the tensor holds, and not for every pixel. */
function valueTable(spec: Normalisation, channel: number): TensorData['data'] {
  const { dtype, scale, mean, std } = spec;
  const table = emptyData(spec, 256);
  for (let value = 0; value < table.length; value += 1) {
    table[value] =
      dtype === 'uint8' ? value : (value * scale - (mean[channel] ?? 0)) / (std[channel] ?? 1);
  }
  return table;
}
