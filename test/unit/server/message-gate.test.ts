import { expect, test } from 'vitest';
import { encodeFrame, openFrame } from '../../../src/protocol/framing.js';
import { type Channel, createMessage } from '../../../src/protocol/messages.js';
import { createMessageGate } from '../../../src/server/message-gate.js';

interface Message {
  type: string;
  content?: object;
  channel?: string;
  buffers?: ArrayBuffer[];
}

function frame({ type, content = {}, channel = 'shell', buffers = [] }: Message) {
  const parts = { channel: channel as Channel, session: 's', buffers };
  return openFrame(encodeFrame(createMessage(type, content, parts)));
}

function commOpen(target: unknown, state?: unknown) {
  return frame({
    type: 'comm_open',
    content: { comm_id: 'c', target_name: target, data: { state } },
  });
}

function gamepadPart(name: string, module = '@jupyter-widgets/controls') {
  return commOpen('jupyter.widget', { _model_name: name, _model_module: module });
}

test.each(['comm_msg', 'comm_close', 'comm_info_request', 'kernel_info_request'])(
  '%s passes on shell',
  (type) => {
    expect(createMessageGate()(frame({ type }))).toEqual({ passes: true });
  },
);

test('an upload passes, its bytes in a buffer', () => {
  const upload = frame({ type: 'comm_msg', buffers: [new ArrayBuffer(9_000_000)] });
  expect(createMessageGate()(upload)).toEqual({ passes: true });
});

test.each([
  'execute_request',
  'input_reply',
  'interrupt_request',
  'shutdown_request',
  'inspect_request',
  'complete_request',
  'history_request',
  'is_complete_request',
  'debug_request',
  'create_subshell_request',
  'display_data',
  '__proto__',
  'constructor',
  'comm_msg ',
  'COMM_MSG',
  '',
])('%j does not pass, and the log says so in Jupyter’s words', (type) => {
  expect(createMessageGate()(frame({ type }))).toEqual({
    passes: false,
    reason: `Received message of type "${type}", which is not allowed. Ignoring.`,
  });
});

test.each(['control', 'iopub', 'stdin', '', 'Shell'])('nothing passes on %j', (channel) => {
  const gate = createMessageGate();
  expect(gate(frame({ type: 'comm_msg', channel })).passes).toBe(false);
  expect(gate(frame({ type: 'kernel_info_request', channel })).passes).toBe(false);
});

test('a page opens the comm that restores widgets, but not without end', () => {
  const gate = createMessageGate({ contentBytes: 1e6, buffers: 9, comms: 3 });
  const verdicts = Array.from({ length: 5 }, () => gate(commOpen('jupyter.widget.control')).passes);
  expect(verdicts).toEqual([true, true, true, false, false]);
});

test('a page opens the two models of a gamepad, counted apart', () => {
  const gate = createMessageGate({ contentBytes: 1e6, buffers: 9, comms: 2 });
  gate(commOpen('jupyter.widget.control'));
  expect(gate(gamepadPart('ControllerButtonModel')).passes).toBe(true);
  expect(gate(gamepadPart('ControllerAxisModel')).passes).toBe(true);
  expect(gate(gamepadPart('ControllerAxisModel')).passes).toBe(false);
});

test.each([
  ['a widget of another kind', gamepadPart('ButtonModel')],
  ['a model of another module', gamepadPart('ControllerAxisModel', 'evil')],
  ['a widget without a state', commOpen('jupyter.widget')],
  ['a state that is null', commOpen('jupyter.widget', null)],
  ['an unknown target', commOpen('my.target', {})],
  ['a target that is no string', commOpen(['jupyter.widget.control'])],
  ['a target of the prototype', commOpen('__proto__')],
  ['no target', frame({ type: 'comm_open' })],
])('a comm_open for %s does not pass', (_name, message) => {
  expect(createMessageGate()(message).passes).toBe(false);
});

test('content that no widget has does not pass', () => {
  const data = { method: 'update', state: { value: 'x'.repeat(2_000_000) } };
  const gate = createMessageGate();
  expect(gate(frame({ type: 'comm_msg', content: { comm_id: 'c', data } }))).toMatchObject({
    reason: expect.stringContaining('larger than any widget'),
  });
  const buffers = Array.from({ length: 1025 }, () => new ArrayBuffer(0));
  expect(gate(frame({ type: 'comm_msg', buffers })).passes).toBe(false);
});

test('a type made to forge a log line is shown as one short string', () => {
  const verdict = createMessageGate()(frame({ type: `x"\n${'y'.repeat(500)}` }));
  expect(verdict).toMatchObject({ reason: expect.stringMatching(/^[^\n]{0,150}$/) });
});
