import { expect, test } from 'vitest';
import {
  assertProbabilities,
  rank,
  toProbabilities,
} from '../../../src/runtime/inference/core/scores.js';

const rounded = (values: Iterable<number>) => Array.from(values, (value) => +value.toFixed(4));

test('softmax adds up to 1, and huge scores do not overflow', () => {
  expect(rounded(toProbabilities(Float32Array.of(1, 2, 3), 'softmax'))).toEqual([
    0.09, 0.2447, 0.6652,
  ]);
  expect(rounded(toProbabilities(Float32Array.of(1000, 1000, -1000), 'softmax'))).toEqual([
    0.5, 0.5, 0,
  ]);
});

test('sigmoid looks at each class by itself, none leaves the scores alone', () => {
  expect(rounded(toProbabilities(Float32Array.of(0, 2, -200), 'sigmoid'))).toEqual([
    0.5, 0.8808, 0,
  ]);
  expect(rounded(toProbabilities(Float32Array.of(0.25, 0.75), 'none'))).toEqual([0.25, 0.75]);
});

test('the best come first, as many as asked for', () => {
  const labels = ['a', 'b', 'c'];
  const probabilities = Float32Array.of(0.25, 0.125, 0.5);
  expect(rank(probabilities, labels, 2)).toEqual([
    { label: 'c', index: 2, probability: 0.5 },
    { label: 'a', index: 0, probability: 0.25 },
  ]);
  expect(rank(probabilities, labels, 1000)).toHaveLength(3);
});

test.each([
  [Number.NaN, /answers NaN/],
  [3.5, /answers 3.5 where a probability should be/],
  [-1, /answers -1/],
])('a score of %d is no probability', (score, message) => {
  const refuse = () => assertProbabilities(Float32Array.of(0.5, score), 'm.onnx');
  expect(refuse).toThrow(message);
  expect(refuse).toThrow(expect.objectContaining({ code: 'MODEL_INVALID' }));
});

test('what quantisation leaves above 1 is a probability', () => {
  expect(() => assertProbabilities(Float32Array.of(1.004, -0.004), 'm.onnx')).not.toThrow();
});
