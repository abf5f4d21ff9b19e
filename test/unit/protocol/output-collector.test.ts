import { expect, test } from 'vitest';
import { createMessage } from '../../../src/protocol/messages.js';
import { createOutputCollector } from '../../../src/protocol/output-collector.js';

function collect() {
  const collector = createOutputCollector();
  const requests = new Map<string, ReturnType<typeof createMessage>>();
  const begin = (cellId: string) => {
    const request = createMessage('execute_request', {}, { channel: 'shell', session: 's' });
    requests.set(cellId, request);
    collector.begin(request.header.msg_id, cellId);
  };
  const say = (cellId: string, type: string, content: object) => {
    const parent = requests.get(cellId)?.header;
    collector.accept(createMessage(type, content, { channel: 'iopub', session: 's', parent }));
  };
  begin('a');
  begin('b');
  return { collector, say, outputsOf: (cellId: string) => collector.outputs.get(cellId) };
}

const text = (value: string) => ({ data: { 'text/plain': value }, metadata: {} });

test('text of one stream is one output, until something else comes between', () => {
  const { say, outputsOf } = collect();
  say('a', 'stream', { name: 'stdout', text: '1' });
  say('a', 'stream', { name: 'stdout', text: '2' });
  say('a', 'stream', { name: 'stderr', text: '!' });
  say('a', 'stream', { name: 'stdout', text: '3' });
  say('b', 'stream', { name: 'stdout', text: 'other' });
  expect(outputsOf('a')).toEqual([
    { output_type: 'stream', name: 'stdout', text: '12' },
    { output_type: 'stream', name: 'stderr', text: '!' },
    { output_type: 'stream', name: 'stdout', text: '3' },
  ]);
});

test('displays and results are outputs, and what comes late still finds its cell', () => {
  const { say, outputsOf } = collect();
  say('b', 'execute_result', { ...text('r'), execution_count: 2 });
  say('a', 'display_data', text('late'));
  expect(outputsOf('a')).toEqual([{ output_type: 'display_data', ...text('late') }]);
  expect(outputsOf('b')).toEqual([
    { output_type: 'execute_result', execution_count: 2, ...text('r') },
  ]);
});

test('a display is updated wherever it stands, whichever cell does it', () => {
  const { say, outputsOf } = collect();
  const transient = { display_id: 'd' };
  say('a', 'display_data', { ...text('old'), transient });
  say('b', 'display_data', { ...text('old'), transient });
  say('b', 'update_display_data', { ...text('new'), transient });
  say('b', 'update_display_data', { ...text('unknown'), transient: { display_id: 'x' } });
  for (const cell of ['a', 'b']) expect(outputsOf(cell)).toMatchObject([text('new')]);
});

test('clear_output clears at once, or when the next output comes', () => {
  const { say, outputsOf } = collect();
  say('a', 'stream', { name: 'stdout', text: '1' });
  say('a', 'clear_output', { wait: true });
  expect(outputsOf('a')).toHaveLength(1);
  say('a', 'stream', { name: 'stdout', text: '2' });
  expect(outputsOf('a')).toEqual([{ output_type: 'stream', name: 'stdout', text: '2' }]);
  say('a', 'clear_output', { wait: false });
  expect(outputsOf('a')).toEqual([]);
});

test('errors are outputs; what answers nobody, and other messages, are none', () => {
  const { say, outputsOf } = collect();
  say('a', 'error', { ename: 'E', evalue: 'v', traceback: ['t'] });
  say('a', 'status', { execution_state: 'idle' });
  say('a', '__proto__', {});
  say('nobody', 'stream', { name: 'stdout', text: 'lost' });
  expect(outputsOf('a')).toEqual([
    { output_type: 'error', ename: 'E', evalue: 'v', traceback: ['t'] },
  ]);
  expect(outputsOf('b')).toEqual([]);
});

test('knows how much it holds', () => {
  const { collector, say } = collect();
  say('a', 'stream', { name: 'stdout', text: 'x'.repeat(1000) });
  say('a', 'display_data', text('y'.repeat(500)));
  expect(collector.size).toBe(1500);
});
