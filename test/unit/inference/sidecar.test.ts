import { expect, test } from 'vitest';
import {
  type ModelSidecar,
  parseLabelsFile,
  parseSidecar,
} from '../../../src/runtime/inference/core/sidecar.js';

const minimal: ModelSidecar = { input: { width: 32, height: 24 }, labels: ['circle', 'square'] };

const parse = (sidecar: unknown) => parseSidecar(JSON.stringify(sidecar), 'models/shapes.json');

test('what is left out is as most PyTorch models have it', () => {
  expect(parse(minimal)).toEqual({
    input: {
      width: 32,
      height: 24,
      fit: 'crop',
      cropFraction: 1,
      interpolation: 'bilinear',
      layout: 'NCHW',
      channels: 'RGB',
      dtype: 'float32',
      scale: 1 / 255,
      mean: [0, 0, 0],
      std: [1, 1, 1],
    },
    output: { name: undefined, activation: 'softmax' },
    labels: ['circle', 'square'],
  });
});

test('everything that is given is kept', () => {
  const sidecar: ModelSidecar = {
    description: 'shapes',
    input: {
      width: 32,
      height: 24,
      fit: 'crop',
      cropFraction: 0.875,
      interpolation: 'bicubic',
      layout: 'NHWC',
      channels: 'BGR',
      dtype: 'float32',
      scale: 1,
      mean: [1, 2, 3],
      std: 128,
    },
    output: { name: 'probs', activation: 'none' },
    labels: 'labels.txt',
  };
  const { description: _, ...spec } = sidecar;
  expect(parse(sidecar)).toEqual({ ...spec, input: { ...spec.input, std: [128, 128, 128] } });
});

const { input } = minimal;
test.each<[string, unknown, RegExp]>([
  ['no object', [1], /its content must be an object, and is \[1\]/],
  ['no input', { labels: ['a'] }, /"input" must be an object, and is missing/],
  ['no width', { ...minimal, input: { height: 24 } }, /"input.width" must be a whole number/],
  ['a width of nothing', { ...minimal, input: { ...input, width: 0 } }, /and is 0/],
  ['a width in words', { ...minimal, input: { ...input, width: '32' } }, /and is "32"/],
  [
    'an unknown fit',
    { ...minimal, input: { ...input, fit: 'cover' } },
    /"input.fit" must be one of crop, stretch, pad, and is "cover"/,
  ],
  [
    'a crop of more than all',
    { ...minimal, input: { ...input, cropFraction: 1.2 } },
    /"input.cropFraction" must be a number from 0.1 to 1/,
  ],
  [
    'a crop without cropping',
    { ...minimal, input: { ...input, fit: 'pad', cropFraction: 0.9 } },
    /"input.cropFraction" has no meaning/,
  ],
  [
    'two means',
    { ...minimal, input: { ...input, mean: [0.5, 0.5] } },
    /"input.mean" must be a number, or three of them/,
  ],
  [
    'a std of 0',
    { ...minimal, input: { ...input, std: [1, 0, 1] } },
    /"input.std" must be other than 0/,
  ],
  [
    'a mean for bytes',
    { ...minimal, input: { ...input, dtype: 'uint8', mean: 0 } },
    /"input.mean" has no meaning/,
  ],
  [
    'a misspelt field',
    { ...minimal, input: { ...input, means: 0 } },
    /"input.means" is no known field/,
  ],
  [
    'an unknown activation',
    { ...minimal, output: { activation: 'relu' } },
    /"output.activation" must be one of/,
  ],
  ['a list as output', { ...minimal, output: ['probs'] }, /"output" must be an object/],
  ['no labels', { input }, /"labels" must be an array of names/],
  ['an empty list of labels', { input, labels: [] }, /"labels" must be/],
  ['labels that are numbers', { input, labels: [0, 1] }, /"labels" must be/],
])('%s: the message names the file and the field', (_, sidecar, message) => {
  const error = expect.objectContaining({
    code: 'MODEL_INVALID',
    message: expect.stringMatching(message),
  });
  expect(() => parse(sidecar)).toThrow(error);
  expect(() => parse(sidecar)).toThrow(/^models\/shapes\.json: /);
});

test('a file that is no JSON is said to be none', () => {
  expect(() => parseSidecar('{"input": ', 'shapes.json')).toThrow('shapes.json is not JSON.');
});

test('labels are read from a JSON array, or from lines', () => {
  expect(parseLabelsFile('["a", "b"]', 'labels.json')).toEqual(['a', 'b']);
  expect(parseLabelsFile('a\r\nb c\n', 'labels.txt')).toEqual(['a', 'b c']);
});

test.each([
  ['labels.json', '{"0": "a"}'],
  ['labels.json', '["a"'],
  ['labels.txt', ''],
  ['labels.txt', 'a\n\nb\n'],
])('%s with the content %j holds no labels', (name, text) => {
  expect(() => parseLabelsFile(text, name)).toThrow(`${name} holds no labels.`);
});
