import { expect, test } from 'vitest';
import { checkModel } from '../../../src/runtime/inference/core/check-model.js';
import { parseSidecar } from '../../../src/runtime/inference/core/sidecar.js';
import type { SessionInfo } from '../../../src/runtime/inference/core/tensor-info.js';

const spec = (fields: { input?: object; output?: object } = {}) =>
  parseSidecar(
    JSON.stringify({
      input: { width: 32, height: 24, ...fields.input },
      output: fields.output,
      labels: ['a'],
    }),
    'm.json',
  );

const info = (shape: (number | string)[], type = 'float32'): SessionInfo => ({
  inputs: [{ name: 'x', type, shape }],
  outputs: [
    { name: 'scores', type: 'float32', shape: [shape[0] ?? 1, 5] },
    { name: 'ids', type: 'int64', shape: [shape[0] ?? 1, 5] },
  ],
});

test('a free batch size lets images go in together, a size of 1 does not', () => {
  expect(checkModel('m.onnx', info(['N', 3, 24, 32]), spec())).toMatchObject({
    input: { name: 'x' },
    output: { name: 'scores' },
    batches: true,
  });
  expect(checkModel('m.onnx', info([1, 3, 24, 32]), spec()).batches).toBe(false);
});

test('free sizes take what the JSON file says', () => {
  expect(() => checkModel('m.onnx', info(['N', 3, 'h', 'w']), spec())).not.toThrow();
});

const { inputs, outputs } = info(['N', 3, 24, 32]);
test.each<[string, SessionInfo, ReturnType<typeof spec>, RegExp]>([
  [
    'another size',
    info(['N', 3, 224, 224]),
    spec(),
    /takes \[N, 3, 224, 224\], and its JSON file says \[N, 3, 24, 32\]/,
  ],
  ['another layout', info(['N', 24, 32, 3]), spec(), /\(NCHW\)/],
  ['a fixed batch of 4', info([4, 3, 24, 32]), spec(), /takes \[4, 3, 24, 32\]/],
  ['rank 2', info(['N', 768]), spec(), /takes \[N, 768\]/],
  [
    'another dtype',
    info(['N', 3, 24, 32], 'float16'),
    spec(),
    /takes float16, and its JSON file says float32/,
  ],
  ['two inputs', { inputs: [...inputs, ...inputs], outputs }, spec(), /has 2 inputs/],
  [
    'no such output',
    { inputs, outputs },
    spec({ output: { name: 'probs' } }),
    /no output "probs". It has: scores, ids/,
  ],
  [
    'an output of integers',
    { inputs, outputs },
    spec({ output: { name: 'ids' } }),
    /"ids" of m.onnx is int64/,
  ],
])('%s: the message says what differs', (_, session, sidecar, message) => {
  const check = () => checkModel('m.onnx', session, sidecar);
  expect(check).toThrow(message);
  expect(check).toThrow(expect.objectContaining({ code: 'MODEL_INVALID' }));
});
