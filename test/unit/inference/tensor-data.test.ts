import { expect, test } from 'vitest';
import { parseSidecar } from '../../../src/runtime/inference/core/sidecar.js';
import { toTensorData } from '../../../src/runtime/inference/core/tensor-data.js';

// Two pixels: (10, 20, 30) and (110, 120, 130).
const IMAGE = Uint8Array.of(10, 20, 30, 110, 120, 130);

const spec = (input: object) =>
  parseSidecar(
    JSON.stringify({ input: { width: 2, height: 1, ...input }, labels: ['a'] }),
    'a.json',
  ).input;

test('NCHW holds one plane for each channel', () => {
  expect(toTensorData([IMAGE], spec({ scale: 1 }))).toEqual({
    data: Float32Array.of(10, 110, 20, 120, 30, 130),
    shape: [1, 3, 1, 2],
  });
});

test('NHWC holds the channels of a pixel side by side', () => {
  expect(toTensorData([IMAGE], spec({ scale: 1, layout: 'NHWC' }))).toEqual({
    data: Float32Array.from(IMAGE),
    shape: [1, 1, 2, 3],
  });
});

test('BGR changes the order of the channels, and mean and std follow it', () => {
  const input = spec({ scale: 1, layout: 'NHWC', channels: 'BGR', mean: [1, 2, 3] });
  expect(toTensorData([IMAGE], input).data).toEqual(Float32Array.of(29, 18, 7, 129, 118, 107));
});

test('a channel becomes (channel * scale - mean) / std', () => {
  const mean = [0.485, 0.456, 0.406];
  const std = [0.229, 0.224, 0.225];
  const { data } = toTensorData([IMAGE], spec({ layout: 'NHWC', mean, std }));
  const expected = Array.from(IMAGE, (value, index) => {
    const channel = index % 3;
    return (value / 255 - (mean[channel] ?? 0)) / (std[channel] ?? 1);
  });
  expect([...data].map((value) => value.toFixed(5))).toEqual(
    expected.map((value) => value.toFixed(5)),
  );
});

test('uint8 keeps the pixels as they are', () => {
  const { data } = toTensorData([IMAGE], spec({ dtype: 'uint8', layout: 'NHWC' }));
  expect(data).toEqual(IMAGE);
});

test('several images become one batch', () => {
  const other = Uint8Array.of(1, 2, 3, 4, 5, 6);
  expect(toTensorData([IMAGE, other], spec({ scale: 1 }))).toEqual({
    data: Float32Array.of(10, 110, 20, 120, 30, 130, 1, 4, 2, 5, 3, 6),
    shape: [2, 3, 1, 2],
  });
});

test('pixels of another size are refused', () => {
  expect(() => toTensorData([IMAGE], spec({ width: 3 }))).toThrow('6 bytes, not 9');
});
