import { expect, test } from 'vitest';
import type { IOutput } from '../../../src/protocol/nbformat.js';
import { createVaryingOutputs } from '../../../src/server/varying-outputs.js';

const text = (name: string, said: string): IOutput => ({ output_type: 'stream', name, text: said });
const shown = (cells: Record<string, IOutput[]>) => new Map(Object.entries(cells));

test('kernels that showed what the snapshot shows have nothing to add', () => {
  const varying = createVaryingOutputs(shown({ a: [text('stdout', 'one')], b: [] }));
  const kernel = {};
  varying.note(kernel, shown({ a: [text('stdout', 'one')], b: [] }));
  expect(varying.of(kernel)).toEqual([]);
});

test('a cell that differs in one kernel is told of all, each as its kernel showed it', () => {
  const varying = createVaryingOutputs(
    shown({ a: [text('stdout', 'same')], b: [text('stdout', '0.1')] }),
  );
  const [first, second, third] = [{}, {}, {}];
  varying.note(first, shown({ a: [text('stdout', 'same')], b: [text('stdout', '0.2')] }));
  varying.note(second, shown({ a: [text('stdout', 'same')], b: [] }));
  expect(varying.of(first)).toEqual([{ cell_id: 'b', outputs: [text('stdout', '0.2')] }]);
  expect(varying.of(second)).toEqual([{ cell_id: 'b', outputs: [] }]);
  expect(varying.of(third)).toEqual([{ cell_id: 'b', outputs: [text('stdout', '0.1')] }]);
});

test('what is for the author reaches no visitor, and an error’s reference makes no difference', () => {
  const error = (reference: string) => ({ output_type: 'error', ename: 'Error', reference });
  const varying = createVaryingOutputs(
    shown({ a: [text('stderr', 'at 12:00')], b: [error('1') as IOutput] }),
  );
  const kernel = {};
  varying.note(kernel, shown({ a: [text('stderr', 'at 12:01')], b: [error('2') as IOutput] }));
  expect(varying.of(kernel)).toEqual([]);
});
