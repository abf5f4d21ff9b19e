import { expect, test } from 'vitest';
import { isSameUpload, lacksContent } from '../../../src/render/client/widgets/uploaded-files.js';

const stub = { name: 'bear.jpg', type: 'image/jpeg', size: 3, last_modified: 1 };
const whole = { ...stub, content: new ArrayBuffer(3) };

test('what comes back of an upload is the same upload without its content', () => {
  expect(isSameUpload([whole], [stub])).toBe(true);
});

test.each([
  ['another file', [whole], [{ ...stub, size: 4 }]],
  ['fewer files', [whole, whole], [stub]],
  ['none any more', [whole], []],
  ['a file that the page does not have either', [stub], [stub]],
  ['no files', [], []],
  ['values of other widgets', [1, 2], [1, 2]],
  ['text', 'bear', 'bear'],
])('%s is not', (_, own, kernels) => {
  expect(isSameUpload(own, kernels)).toBe(false);
});

test('a file of which only the name is known lacks its content', () => {
  expect(lacksContent([whole, stub])).toBe(true);
  expect([[whole], [], 5, 'text', [{ a: 1 }]].some(lacksContent)).toBe(false);
});
