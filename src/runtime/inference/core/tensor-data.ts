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
  const data =
    spec.dtype === 'uint8'
      ? new Uint8Array(images.length * pixels * 3)
      : new Float32Array(images.length * pixels * 3);
  const planar = layout === 'NCHW';
  const channelStride = planar ? pixels : 1;
  const pixelStride = planar ? 1 : 3;
  images.forEach((image, n) => {
    if (image.length !== pixels * 3) {
      throw new Error(`An image has ${image.length} bytes, not ${pixels * 3}.`);
    }
    for (let channel = 0; channel < 3; channel += 1) {
      const values = valueTable(spec, channel);
      const source = spec.channels === 'RGB' ? channel : 2 - channel;
      let target = n * pixels * 3 + channel * channelStride;
      for (let index = source; index < image.length; index += 3) {
        data[target] = values[image[index] ?? 0] ?? 0;
        target += pixelStride;
      }
    }
  });
  const shape: TensorData['shape'] = planar
    ? [images.length, 3, height, width]
    : [images.length, height, width, 3];
  return { data, shape };
}

/** What each of the 256 values of a channel becomes. */
function valueTable({ dtype, scale, mean, std }: Normalisation, channel: number): Float64Array {
  return Float64Array.from({ length: 256 }, (_, value) =>
    dtype === 'uint8' ? value : (value * scale - (mean[channel] ?? 0)) / (std[channel] ?? 1),
  );
}
