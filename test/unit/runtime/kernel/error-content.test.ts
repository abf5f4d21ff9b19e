import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { toCompileError } from '../../../../src/runtime/kernel/core/compile-error.js';
import { toErrorContent } from '../../../../src/runtime/kernel/core/error-content.js';

const SOURCES: Record<string, string> = { 'In[2]': 'one\ntwo\nthree\nfour\nfive' };
const describeError = (error: unknown, explain: () => string | undefined = () => undefined) =>
  toErrorContent(error, {
    inspect: String,
    sourceOf: (label) => SOURCES[label],
    explain,
  });

function errorWith(stack: string | undefined, fields: object = {}): Error {
  return Object.assign(new Error('wrong'), { stack }, fields);
}

test('the first line of a cell that the stack names is shown', () => {
  const stack = 'Error: wrong\n    at f (lib/list.ts:9)\n    at In[2]:3\n    at In[2]:5';

  expect(describeError(errorWith(stack))).toEqual({
    ename: 'Error',
    evalue: 'wrong',
    traceback: [
      'Error: wrong',
      '    at f (lib/list.ts:9)',
      '    at In[2]:3',
      '    at In[2]:5',
      '',
      '  1 | one',
      '  2 | two',
      '> 3 | three',
      '  4 | four',
      '  5 | five',
    ],
  });
});

test.each([
  ['a cell that is not known', '    at In[9]:1'],
  ['a line that the cell does not have', '    at In[2]:99'],
  ['no cell', '    at f (file.js:1:2)'],
])('a stack that names %s has no code frame', (_, frame) => {
  expect(describeError(errorWith(`Error: wrong\n${frame}`)).traceback).toEqual([
    'Error: wrong',
    frame,
  ]);
});

test('causes and hints follow, causes that lead in a circle not for ever', () => {
  const circle = errorWith('Error: round');
  circle.cause = circle;

  expect(
    describeError(errorWith('Error: a', { cause: errorWith('Error: b', { cause: 7 }) })).traceback,
  ).toEqual(['Error: a', '', 'Caused by: Error: b', '', 'Caused by: 7']);
  expect(describeError(errorWith('Error: h', { hint: 'Do this.' })).traceback).toEqual([
    'Error: h',
    '',
    'Do this.',
  ]);
  expect(describeError(circle).traceback.filter((line) => line.startsWith('Caused'))).toHaveLength(
    5,
  );
});

test('an explanation stands for the words of an error that has none of its own', () => {
  expect(describeError(errorWith('Error: wrong'), () => 'It means this.')).toEqual({
    ename: 'Error',
    evalue: 'It means this.',
    traceback: ['Error: wrong', '', 'It means this.'],
  });
});

test('an error of another realm is one, and so is one without a stack', () => {
  expect(describeError(runInNewContext('new RangeError("far")'))).toMatchObject({
    ename: 'RangeError',
    evalue: 'far',
  });
  expect(describeError(errorWith(undefined)).traceback).toEqual(['Error: wrong']);
});

test.each([
  ['text', 'text'],
  [7, '7'],
  [undefined, 'undefined'],
  [null, 'null'],
  [{ message: 'no error' }, '[object Object]'],
])('%o that is thrown is described by its text', (thrown, evalue) => {
  expect(describeError(thrown)).toEqual({
    ename: 'Uncaught',
    evalue,
    traceback: [`Uncaught ${evalue}`],
  });
});

test('findings of the compiler are one error, each with its lines', () => {
  const finding = { code: 2304, category: 'error' as const, endLine: 1, endColumn: 1 };
  const error = toCompileError(
    [
      { ...finding, message: 'No x.', line: 2, column: 4 },
      { ...finding, message: 'No y.', line: 1, column: 1, file: 'lib/list.ts' },
      { ...finding, message: 'Not so nice.', line: 1, column: 1, category: 'suggestion' },
    ],
    'a\nb\nc',
  );

  expect(describeError(error)).toEqual({
    ename: 'CompileError',
    evalue: 'No x.\nNo y.',
    traceback: [
      '2:4 - TS2304: No x.',
      '  1 | a',
      '> 2 | b',
      '  3 | c',
      '',
      'lib/list.ts:1:1 - TS2304: No y.',
    ],
  });
});
