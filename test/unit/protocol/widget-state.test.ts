import { expect, test } from 'vitest';
import { putBuffers, removeBuffers } from '../../../src/protocol/widget-state.js';

test('binary values leave the state, and their paths say where they stood', () => {
  const bytes = new Uint8Array([1, 2]);
  const state = { value: bytes, list: [{ content: new Uint8Array([3]) }, bytes], name: 'x' };
  const split = removeBuffers(state);
  expect(split.state).toEqual({ list: [{}, null], name: 'x' });
  expect(split.buffer_paths).toEqual([['value'], ['list', 0, 'content'], ['list', 1]]);
  expect(split.buffers).toEqual([bytes, new Uint8Array([3]), bytes]);
  expect(state.value).toBe(bytes);
});

test('what was taken out goes back in', () => {
  const state = { a: { b: [new Uint8Array([7]), 1] }, c: new Uint8Array([8]) };
  const split = removeBuffers(state);
  const whole = structuredClone(split.state) as Record<string, unknown>;
  expect(putBuffers(whole, split.buffer_paths, split.buffers)).toEqual([]);
  expect(whole).toEqual(state);
});

test('a view takes its own bytes, not those of the memory around it', () => {
  const memory = new Uint8Array([0, 1, 2, 3]);
  const { buffers } = removeBuffers({ value: new DataView(memory.buffer, 1, 2) });
  expect(buffers).toEqual([new Uint8Array([1, 2])]);
});

test('undefined is left out as JSON leaves it out, and a Date becomes its text', () => {
  const { state } = removeBuffers({ a: undefined, b: [undefined], c: new Date(0) });
  expect(state).toEqual({ b: [null], c: '1970-01-01T00:00:00.000Z' });
});

test.each([
  ['__proto__', ['__proto__', 'polluted']],
  ['a last step onto the prototype', ['__proto__']],
  ['constructor', ['constructor', 'prototype', 'polluted']],
  ['a method of every object', ['toString']],
  ['a parent that is not there', ['missing', 'x']],
  ['a parent that is a number', ['n', 'x']],
  ['an array’s length', ['list', 'length']],
  ['an index past the end', ['list', 5]],
  ['a negative index', ['list', -1]],
  ['an empty path', []],
  ['something that is no path', 'value'],
])('a buffer path through %s is refused and named', (_name, path) => {
  const state: Record<string, unknown> = { n: 1, list: [null] };
  const before = structuredClone(state);
  expect(putBuffers(state, [path], [new Uint8Array([1])])).toEqual([path]);
  expect(state).toEqual(before);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test('a path without its buffer is refused', () => {
  expect(putBuffers({}, [['a'], ['b']], [new Uint8Array([1])])).toEqual([['b']]);
});

test('buffer_paths that are not a list change nothing', () => {
  const state = {};
  expect(putBuffers(state, { length: 1 }, [new Uint8Array([1])])).toEqual([]);
  expect(state).toEqual({});
});
