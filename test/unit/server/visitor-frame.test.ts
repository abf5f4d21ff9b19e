import { expect, test } from 'vitest';
import { decodeFrame, encodeFrame, openFrame } from '../../../src/protocol/framing.js';
import type { KernelError } from '../../../src/protocol/kernel-error.js';
import { type Channel, createMessage } from '../../../src/protocol/messages.js';
import { toVisitorFrame as ofView, type ReportError } from '../../../src/server/visitor-frame.js';

function frame(type: string, content: object, channel = 'iopub', buffers: ArrayBuffer[] = []) {
  const parts = { channel: channel as Channel, session: 's', buffers };
  return encodeFrame(createMessage(type, content, parts));
}

const toVisitorFrame = (bytes: Uint8Array, report: ReportError | undefined) =>
  ofView(openFrame(bytes), report);

const ERROR: KernelError = {
  ename: 'TypeError',
  evalue: 'cannot read /srv/secret',
  traceback: ['TypeError: cannot read /srv/secret', '    at In[3]:4:5'],
};

test.each([
  ['stream', 'iopub'],
  ['display_data', 'iopub'],
  ['update_display_data', 'iopub'],
  ['clear_output', 'iopub'],
  ['status', 'iopub'],
  ['comm_open', 'iopub'],
  ['comm_msg', 'iopub'],
  ['comm_info_reply', 'shell'],
  ['kernel_info_reply', 'shell'],
])('%s passes as it is', (type, channel) => {
  const bytes = frame(type, { data: 1 }, channel, [new ArrayBuffer(4)]);
  expect(toVisitorFrame(bytes, () => 'r')).toBe(bytes);
});

test.each([
  ['execute_input', 'iopub'],
  ['execute_reply', 'shell'],
  ['input_request', 'stdin'],
  ['input_request', 'shell'],
  ['interrupt_reply', 'control'],
  ['shutdown_reply', 'control'],
])('%s on %s is not for visitors', (type, channel) => {
  expect(toVisitorFrame(frame(type, { code: 'secret' }, channel), () => 'r')).toBeUndefined();
});

test('an error is reported whole, and passes as a reference', () => {
  const reported: KernelError[] = [];
  const report = (error: KernelError) => {
    reported.push(error);
    return 'abcd1234';
  };
  const before = frame('error', ERROR);
  const after = toVisitorFrame(before, report);
  expect(reported).toEqual([ERROR]);
  const message = decodeFrame(after ?? new Uint8Array());
  expect(message.content).toEqual({
    ename: 'TypeError',
    evalue: '',
    traceback: [],
    reference: 'abcd1234',
  });
  expect(message.header).toEqual(decodeFrame(before).header);
});

test('what an AppError says is meant for visitors; its traceback is not', () => {
  const error = { ...ERROR, ename: 'AppError', evalue: 'This is no image.' };
  const after = toVisitorFrame(frame('error', error), () => 'r');
  expect(decodeFrame(after ?? new Uint8Array()).content).toMatchObject({
    evalue: 'This is no image.',
    traceback: [],
  });
});

test('what is written to stderr is for the author alone', () => {
  const bytes = frame('stream', { name: 'stderr', text: 'Error\n    at In[1]:3' });
  expect(toVisitorFrame(bytes, () => 'r')).toBeUndefined();
  expect(toVisitorFrame(bytes, undefined)).toBe(bytes);
});

test('an author sees errors whole', () => {
  const bytes = frame('error', ERROR);
  expect(toVisitorFrame(bytes, undefined)).toBe(bytes);
});

test('an error that a notebook made up is an error still', () => {
  const after = toVisitorFrame(frame('error', { traceback: 'not a list', ename: 3 }), () => 'r');
  expect(decodeFrame(after ?? new Uint8Array()).content).toEqual({
    ename: '3',
    evalue: '',
    traceback: [],
    reference: 'r',
  });
});
