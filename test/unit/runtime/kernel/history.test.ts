import { expect, test } from 'vitest';
import { History } from '../../../../src/runtime/kernel/core/history.js';

function historyOf(...inputs: string[]): History {
  const history = new History();
  for (const [index, input] of inputs.entries()) history.add(index + 1, input);
  return history;
}

test('the tail is what was executed last', () => {
  expect(historyOf('a', 'b', 'c').find({ hist_access_type: 'tail', n: 2 })).toEqual([
    [1, 2, 'b'],
    [1, 3, 'c'],
  ]);
});

test('results stand beside their inputs when they are asked for', () => {
  const history = historyOf('a', 'b');
  history.setOutput(1, '42');
  expect(history.find({ hist_access_type: 'tail', n: 5, output: true })).toEqual([
    [1, 1, ['a', '42']],
    [1, 2, ['b', null]],
  ]);
});

test('a range ends before its stop', () => {
  const range = { hist_access_type: 'range', session: 0, start: 2, stop: 3 };
  expect(historyOf('a', 'b', 'c').find(range)).toEqual([[1, 2, 'b']]);
});

test('another session has no history here', () => {
  expect(historyOf('a').find({ hist_access_type: 'range', session: -1 })).toEqual([]);
});

test('a search takes * and ? and nothing else as signs', () => {
  const history = historyOf('1+2', '1.2', 'x\n1+2');
  expect(history.find({ hist_access_type: 'search', pattern: '1+?' })).toEqual([[1, 1, '1+2']]);
  expect(history.find({ hist_access_type: 'search', pattern: '*1+2' })).toHaveLength(2);
});

test('a unique search has the last of those that are alike', () => {
  const search = { hist_access_type: 'search', pattern: '*', unique: true };
  expect(historyOf('a', 'b', 'a').find(search)).toEqual([
    [1, 2, 'b'],
    [1, 3, 'a'],
  ]);
});

test.each([
  {},
  { hist_access_type: 'tail', n: 0 },
  { hist_access_type: 'tail', n: -1 },
  { hist_access_type: 7 },
])('%j finds nothing', (content) => {
  expect(historyOf('a').find(content)).toEqual([]);
});
