import { Console } from 'node:console';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { toTable } from '../../../../../src/runtime/kernel/browser/console-table.js';

/** What Node itself prints. */
function printed(data: unknown, properties?: string[]): string {
  const stdout = new PassThrough();
  new Console({ stdout, colorMode: false }).table(data, properties);
  return String(stdout.read());
}

test.each<[string, unknown, string[]?]>([
  [
    'rows',
    [
      { a: 1, b: 'x' },
      { a: 2, c: { d: [1, 2, 3, 4, 5] } },
    ],
  ],
  ['objects of many names', [{ a: { x: 1, y: 2, z: 3 }, b: [1, 2, 3, 4], c: null }]],
  ['single values', ['p', 2, undefined, null]],
  ['single values among rows', [{ Values: 1 }, 'q']],
  ['lists', [[1, 2], [3]]],
  ['an object of rows', { bear: { size: 3 }, fox: { size: 1 } }],
  ['chosen columns', [{ a: 1, b: 2 }, { b: 3 }], ['b', 'none']],
  ['a map', new Map([['k', { a: 1 }]])],
  ['a set', new Set(['s', 2])],
  ['nothing', []],
])('draws %s as Node does', (_name, data, properties) => {
  expect(`${toTable(data, properties)}\n`).toBe(printed(data, properties));
});

test.each([5, 'text', undefined, null])('%j is no table', (data) => {
  expect(toTable(data)).toBeUndefined();
});
