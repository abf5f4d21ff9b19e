import { expect, test } from 'vitest';
import {
  parseAnswer,
  parseHello,
  parseRequests,
  parseResult,
} from '../../../src/runtime/inference/messages.js';

test('a hello, each request and each answer are read', () => {
  const hello = { secret: 's', cwd: '/work' };
  expect(parseHello({ ...hello, more: 1 })).toEqual(hello);
  const requests = [
    { id: 1, method: 'load', params: { path: 'a.onnx' } },
    { id: 2, method: 'classify', params: { path: 'a.onnx', top: 5 } },
    { id: 3, method: 'thumbnail', params: { size: 256 } },
  ];
  expect(parseRequests(requests)).toEqual(requests);
  const error = { code: 'IMAGE_EMPTY', message: 'That file is empty.', hint: 'Choose another.' };
  expect(parseAnswer({ id: 1, ok: false, error })).toEqual({ id: 1, ok: false, error });
  const labels = { labels: ['cat'], inputShape: ['N', 3, 224, 224], sources: ['/a.onnx'] };
  expect(parseResult.load(labels)).toEqual(labels);
  const best = [{ label: 'cat', index: 0, probability: 0.5 }];
  expect(parseResult.classify(best)).toEqual(best);
});

const malformed: [string, () => unknown][] = [
  ['a hello without a secret', () => parseHello({ cwd: '/work' })],
  ['a hello that is a list', () => parseHello(['s', '/work'])],
  ['a request without an id', () => parseRequests([{ method: 'load', params: { path: 'a' } }])],
  [
    'a request that is no list',
    () => parseRequests({ id: 1, method: 'load', params: { path: 'a' } }),
  ],
  ['no request at all', () => parseRequests([])],
  [
    'more requests than go together',
    () => parseRequests(Array(9).fill({ id: 1, method: 'load', params: { path: 'a' } })),
  ],
  ['an unknown method', () => parseRequests([{ id: 1, method: '__proto__', params: {} }])],
  [
    'parameters of the wrong type',
    () => parseRequests([{ id: 1, method: 'load', params: { path: 1 } }]),
  ],
  ['parameters that are missing', () => parseRequests([{ id: 1, method: 'thumbnail' }])],
  ['an answer without an id', () => parseAnswer({ ok: true, result: {} })],
  [
    'an unknown error code',
    () => parseAnswer({ id: 1, ok: false, error: { code: 'toString', message: '' } }),
  ],
  ['labels that are numbers', () => parseResult.load({ labels: [1], inputShape: [], sources: [] })],
  ['classifications without a label', () => parseResult.classify([{ index: 0, probability: 1 }])],
  ['a thumbnail without a size', () => parseResult.thumbnail({ mime: 'image/jpeg' })],
];

test.each(malformed)('%s is refused', (_, parse) => {
  expect(parse).toThrow(expect.objectContaining({ code: 'MALFORMED_MESSAGE' }));
});
