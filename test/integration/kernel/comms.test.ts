import { expect, test } from 'vitest';
import { encodeFrame } from '../../../src/protocol/framing.js';
import { createMessage } from '../../../src/protocol/messages.js';
import { contentsOf } from '../../helpers/kernel-client.js';
import { startKernel } from '../../helpers/start-kernel.js';

/** Gives a cell the host that widgets use. */
const HOST = 'const host = globalThis[Symbol.for("eccola.host")].host;';

test('a cell opens a comm, and messages with buffers go both ways', async () => {
  const script = `${HOST}
    const comm = host.openComm("test.echo", { data: { hello: 1 }, metadata: { version: "1" }, buffers: [new Uint8Array([1, 2])] });
    comm.onMessage = ({ data, metadata, buffers }) => comm.send({
      data: { data, metadata, first: buffers[0].getUint8(0) },
      buffers: buffers.map((view) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength).map((byte) => byte * 2)),
    });
    comm.onClose = ({ data }) => console.log("closed", data);`;
  const kernel = await startKernel({ scripts: [script] });

  const [answer] = await kernel.executeAll();
  const open = answer?.iopub[0];
  const comm_id = Reflect.get(open?.content ?? {}, 'comm_id');
  const request = kernel.send(
    'comm_msg',
    { comm_id, data: { n: 7 } },
    { metadata: { m: true }, buffers: [new Uint8Array([3, 4]), new Uint8Array()] },
  );
  const answers = await kernel.idle(request);
  const closing = kernel.send('comm_close', { comm_id, data: { why: 'done' } });
  const closed = await kernel.idle(closing);
  const { reply } = await kernel.request('comm_info_request', {});

  expect(open).toMatchObject({
    channel: 'iopub',
    header: { msg_type: 'comm_open' },
    metadata: { version: '1' },
    content: {
      comm_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      target_name: 'test.echo',
      data: { hello: 1 },
    },
  });
  expect(bytesOf(open?.buffers)).toEqual([[1, 2]]);
  expect(contentsOf(answers)).toEqual([
    ['status', { execution_state: 'busy' }],
    ['comm_msg', { comm_id, data: { data: { n: 7 }, metadata: { m: true }, first: 3 } }],
    ['status', { execution_state: 'idle' }],
  ]);
  expect(answers[1]?.parent_header).toEqual(request.header);
  expect(bytesOf(answers[1]?.buffers)).toEqual([[6, 8], []]);
  expect(contentsOf(closed)).toContainEqual([
    'stream',
    { name: 'stdout', text: "closed { why: 'done' }\n" },
  ]);
  expect(reply.content).toEqual({ status: 'ok', comms: {} });
});

test('a front end opens a comm of a target that the notebook knows', async () => {
  const script = `${HOST}
    host.onCommOpen("test.greet", (comm, { data, buffers }) => comm.send({ data: { greeting: "hello " + data.name, bytes: buffers[0].byteLength } }));`;
  const kernel = await startKernel({ scripts: [script] });
  await kernel.executeAll();

  const known = await kernel.idle(
    kernel.send(
      'comm_open',
      { comm_id: 'c1', target_name: 'test.greet', data: { name: 'you' } },
      { buffers: [new Uint8Array(5)] },
    ),
  );
  const unknown = await kernel.idle(
    kernel.send('comm_open', { comm_id: 'c2', target_name: 'nobody', data: {} }),
  );
  const all = await kernel.request('comm_info_request', {});
  const some = await kernel.request('comm_info_request', { target_name: 'other' });

  expect(contentsOf(known)).toContainEqual([
    'comm_msg',
    { comm_id: 'c1', data: { greeting: 'hello you', bytes: 5 } },
  ]);
  expect(contentsOf(unknown)).toContainEqual(['comm_close', { comm_id: 'c2', data: {} }]);
  expect(all.reply.content).toEqual({ status: 'ok', comms: { c1: { target_name: 'test.greet' } } });
  expect(some.reply.content).toEqual({ status: 'ok', comms: {} });
});

test('what a handler throws is an error of the message that it handled, and the comm lives on', async () => {
  const script = `${HOST}
    const comm = host.openComm("test.fail", { data: {} });
    comm.onMessage = ({ data }) => {
      if (data.fail) throw new Error("handler failed");
      console.log("handled");
    };
    exports.result = comm.id;`;
  const kernel = await startKernel({ scripts: [script] });
  const comm_id = commIdOf((await kernel.executeAll())[0]?.iopub);

  const failing = await kernel.idle(kernel.send('comm_msg', { comm_id, data: { fail: true } }));
  const working = await kernel.idle(kernel.send('comm_msg', { comm_id, data: {} }));

  expect(contentsOf(failing)).toContainEqual([
    'error',
    expect.objectContaining({
      ename: 'Error',
      evalue: 'handler failed',
      traceback: expect.arrayContaining([expect.stringMatching(/^ {4}at .*In\[1\]:4/)]),
    }),
  ]);
  expect(contentsOf(working)).toContainEqual(['stream', { name: 'stdout', text: 'handled\n' }]);
});

test('a rejection that a handler leaves behind is an error of the message that it handled', async () => {
  const script = `${HOST}
    const comm = host.openComm("test.fail", { data: {} });
    comm.onMessage = async () => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      throw new Error("too late");
    };`;
  const kernel = await startKernel({ scripts: [script, 'exports.result = 1;'] });
  const comm_id = commIdOf([(await kernel.execute(script)).iopub[0]].flatMap((m) => m ?? []));

  const request = kernel.send('comm_msg', { comm_id, data: {} });
  await kernel.execute('exports.result = 1;');
  const error = await kernel.find(({ header }) => header.msg_type === 'error');

  expect(error.content).toMatchObject({ evalue: 'too late' });
  expect(error.parent_header).toEqual(request.header);
});

test.each([
  ['a comm_msg for a comm that is not open', 'comm_msg', { comm_id: 'gone', data: {} }],
  ['a comm_close for a comm that is not open', 'comm_close', { comm_id: 'gone', data: {} }],
])('%s does nothing', async (_, msgType, content) => {
  const kernel = await startKernel();

  const answers = await kernel.idle(kernel.send(msgType, content));

  expect(contentsOf(answers)).toEqual([
    ['status', { execution_state: 'busy' }],
    ['status', { execution_state: 'idle' }],
  ]);
});

test.each([
  ['no comm_id', 'comm_msg', { data: {} }],
  ['a comm_id that is no string', 'comm_close', { comm_id: 7, data: {} }],
  ['no target_name', 'comm_open', { comm_id: 'c', data: {} }],
])('a comm’s message with %s is said to be malformed', async (_, msgType, content) => {
  const kernel = await startKernel();

  const answers = await kernel.idle(kernel.send(msgType, content));

  expect(contentsOf(answers)).toContainEqual([
    'error',
    expect.objectContaining({ ename: 'AppError', evalue: expect.stringContaining(msgType) }),
  ]);
});

test('a frame that lies is dropped in words, and the kernel goes on', async () => {
  const kernel = await startKernel();
  const message = createMessage('kernel_info_request', {}, { channel: 'shell', session: 's' });
  const frame = encodeFrame(message);
  new DataView(frame.buffer).setBigUint64(8, 1_000_000n, true);

  kernel.sendBytes(frame);
  kernel.sendBytes(new Uint8Array(3));
  const { reply } = await kernel.request('kernel_info_request', {});

  expect(kernel.said.filter(({ type }) => type === 'dropped')).toEqual([
    { type: 'dropped', reason: expect.stringContaining('offsets do not fit') },
    { type: 'dropped', reason: expect.stringContaining('shorter than') },
  ]);
  expect(reply.content).toMatchObject({ status: 'ok' });
});

test('a buffer path into a prototype is left out, and the widget gets what else came', async () => {
  const kernel = await startKernel({
    cells: [
      `import { FileUpload, Label } from "eccola";
const upload = new FileUpload();
upload.observe("value", () => console.log(upload.value.length, ({} as any).polluted));
upload`,
    ],
  });
  const [answer] = await kernel.executeAll();
  const open = answer?.iopub.find(({ header }) => header.msg_type === 'comm_open');
  const comm_id = Reflect.get(open?.content ?? {}, 'comm_id');
  const file = { name: 'a.txt', type: 'text/plain', size: 1, last_modified: 0 };

  const request = kernel.send(
    'comm_msg',
    {
      comm_id,
      data: {
        method: 'update',
        state: { value: [file] },
        buffer_paths: [
          ['value', 0, 'content'],
          ['__proto__', 'polluted'],
          ['constructor', 'prototype', 'polluted'],
        ],
      },
    },
    { buffers: [new Uint8Array([9]), new Uint8Array([1]), new Uint8Array([1])] },
  );
  const answers = await kernel.idle(request);

  expect(contentsOf(answers)).toContainEqual(['stream', { name: 'stdout', text: '1 undefined\n' }]);
});

test('two kernels of one seed hold the same comms until a visitor is attached', async () => {
  const script = `${HOST}
    host.openComm("a", { data: {} });
    await new Promise((resolve) => setTimeout(resolve, 1));
    host.openComm("b", { data: {} });`;
  const other = `${HOST} host.openComm("c", { data: {} });`;
  const scripts = [script, other];
  const [first, second] = [
    await startKernel({ scripts, commIdSeed: 'seed' }),
    await startKernel({ scripts, commIdSeed: 'seed' }),
  ];
  const third = await startKernel({ scripts, commIdSeed: 'another' });

  await first.executeAll();
  // Another order of the cells, and one that runs meanwhile: ids depend on the cell alone.
  const running = second.execute(script, { cellId: 'cell-0' });
  await second.execute(other, { cellId: 'cell-1' });
  await running;
  await third.executeAll();
  const ids = await Promise.all([first, second, third].map(commIdsOf));
  first.tell({ type: 'attach' });
  await first.executeAll();
  const attached = await commIdsOf(first);

  expect(ids[0]).toHaveLength(3);
  expect(ids[1]).toEqual(ids[0]);
  expect(ids[2]?.some((id) => ids[0]?.includes(id))).toBe(false);
  expect(attached).toHaveLength(6);
  expect(new Set(attached).size).toBe(6);
});

test('jupyter.widget.control answers request_states with the state of every widget', async () => {
  const kernel = await startKernel({
    cells: [
      `import { IntSlider } from "eccola";\nconst slider = new IntSlider({ value: 3 });\nslider`,
    ],
  });
  const [answer] = await kernel.executeAll();
  const shown = answer?.iopub.find(({ header }) => header.msg_type === 'execute_result');

  kernel.send('comm_open', { comm_id: 'control', target_name: 'jupyter.widget.control', data: {} });
  const answers = await kernel.idle(
    kernel.send('comm_msg', { comm_id: 'control', data: { method: 'request_states' } }),
  );

  const states = answers.find(({ header }) => header.msg_type === 'comm_msg')?.content;
  const view = Reflect.get(shown?.content ?? {}, 'data')[
    'application/vnd.jupyter.widget-view+json'
  ];
  expect(states).toMatchObject({
    comm_id: 'control',
    data: {
      method: 'update_states',
      states: { [view.model_id]: { model_name: 'IntSliderModel', state: { value: 3 } } },
    },
  });
});

function bytesOf(buffers: readonly (ArrayBuffer | ArrayBufferView)[] | undefined): number[][] {
  return (buffers ?? []).map((buffer) =>
    ArrayBuffer.isView(buffer)
      ? [...new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)]
      : [...new Uint8Array(buffer)],
  );
}

function commIdOf(messages: readonly { content: object }[] | undefined): unknown {
  return Reflect.get(messages?.[0]?.content ?? {}, 'comm_id');
}

async function commIdsOf(kernel: Awaited<ReturnType<typeof startKernel>>): Promise<string[]> {
  const { reply } = await kernel.request('comm_info_request', {});
  return Object.keys(Reflect.get(reply.content, 'comms')).sort();
}
