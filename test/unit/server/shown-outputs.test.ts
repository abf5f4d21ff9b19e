import { expect, test } from 'vitest';
import { decodeFrame, encodeFrame, openFrame } from '../../../src/protocol/framing.js';
import { createMessage } from '../../../src/protocol/messages.js';
import { OUTPUTS_TYPE } from '../../../src/protocol/session.js';
import { createShownOutputs } from '../../../src/server/shown-outputs.js';

function frame(type: string, content: object, cellId?: string): Uint8Array {
  const metadata = cellId === undefined ? {} : { cellId };
  return encodeFrame(createMessage(type, content, { channel: 'iopub', session: 's', metadata }));
}

const stream = (text: string, cellId?: string) => frame('stream', { name: 'stdout', text }, cellId);
const update = (id: string, text: string) =>
  frame('update_display_data', { data: { 'text/plain': text }, transient: { display_id: id } });

function shownBy(...frames: Uint8Array[]) {
  const shown = createShownOutputs();
  for (const each of frames) shown.accept(openFrame(each));
  return shown.frames.map((each) => JSON.stringify(decodeFrame(each).content));
}

test('keeps outputs in their order and cells’ errors, nothing that is no output and no handler’s errors', () => {
  const shown = shownBy(
    stream('one', 'a'),
    frame('status', { execution_state: 'idle' }),
    frame('error', { ename: 'Error', evalue: 'of a handler', traceback: [] }),
    frame('error', { ename: 'Error', evalue: 'of a cell', traceback: [] }, 'b'),
    stream('two', 'b'),
  );
  expect(shown).toEqual([
    expect.stringContaining('one'),
    expect.stringContaining('of a cell'),
    expect.stringContaining('two'),
  ]);
});

test('of a display’s updates the last says all', () => {
  const shown = shownBy(update('d', 'first'), update('e', 'other'), update('d', 'last'));
  expect(shown).toEqual([expect.stringContaining('other'), expect.stringContaining('last')]);
});

test('what a cell clears is gone, what it showed while it ran and other cells’ is not', () => {
  const shown = shownBy(
    frame(OUTPUTS_TYPE, { cell_id: 'a', outputs: [] }),
    stream('gone', 'a'),
    stream('kept', 'b'),
    frame('clear_output', { wait: false }, 'a'),
  );
  expect(shown).toEqual([expect.stringContaining('cell_id'), expect.stringContaining('kept')]);
});

test('a clear that waits takes effect with the next output', () => {
  const clear = frame('clear_output', { wait: true }, 'a');
  expect(shownBy(stream('old', 'a'), clear)).toEqual([expect.stringContaining('old')]);
  expect(shownBy(stream('old', 'a'), clear, stream('new', 'a'))).toEqual([
    expect.stringContaining('new'),
  ]);
});

test('of too much the oldest goes', () => {
  const many = Array.from({ length: 3000 }, (_, index) => stream(`line ${index}.`, 'a'));
  const shown = shownBy(...many);
  expect(shown).toHaveLength(2000);
  expect(shown.at(-1)).toContain('line 2999.');
});
