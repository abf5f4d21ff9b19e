import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { makeFolder } from '../../helpers/folder.js';
import { contentsOf } from '../../helpers/kernel-client.js';
import { descendantsOf, isAlive } from '../../helpers/process-tree.js';
import { KERNEL_MAIN, startKernel, toManifest } from '../../helpers/start-kernel.js';

const LOOP = 'while (true) {}';
const BUSY_HANDLER = `const host = globalThis[Symbol.for("eccola.host")].host;
  const comm = host.openComm("loop", { data: {} });
  comm.onMessage = ({ data }) => { if (data.loop) while (true) {} else console.log("alive"); };`;

test('a cell sees the environment that the kernel was given, and nothing of its channel', async () => {
  const kernel = await startKernel({
    env: { GIVEN: 'yes' },
    scripts: ['exports.result = [process.env, process.send, process.disconnect, process.cwd()];'],
  });

  const [answer] = await kernel.executeAll();

  const { data } = Object(answer?.iopub[0]?.content);
  expect(data['text/plain']).toBe(`[ { GIVEN: 'yes' }, undefined, undefined, '${kernel.cwd}' ]`);
});

test('process.exit in a published notebook is an error that says so', async () => {
  const kernel = await startKernel({ scripts: ['process.exit(3);', 'exports.result = 1;'] });

  const [exited, next] = await kernel.executeAll();

  expect(exited?.reply.content).toMatchObject({
    status: 'error',
    ename: 'ExitError',
    evalue: 'process.exit(3) was called, but a published notebook cannot end its kernel.',
  });
  expect(next?.reply.content).toMatchObject({ status: 'ok' });
});

test('process.exit elsewhere ends the kernel, after saying so', async () => {
  const script = 'console.log("before"); process.exit(3); console.log("after");';
  const kernel = await startKernel({ scripts: [script], published: false });

  kernel.send('execute_request', { code: script });
  const { code } = await kernel.exited;

  const printed = kernel.messages.filter(({ header }) => header.msg_type === 'stream');
  expect(code).toBe(3);
  expect(contentsOf(printed)).toEqual([
    ['stream', { name: 'stdout', text: 'before\n' }],
    ['stream', { name: 'stderr', text: 'process.exit(3) was called: the kernel ends.\n' }],
  ]);
});

test.each([
  ['an exception in a timer', 'setTimeout(() => { throw new Error("lost"); }, 5);'],
  [
    'a rejection that no one handles',
    'void (async () => { await new Promise((done) => setTimeout(done, 5)); throw new Error("lost"); })();',
  ],
  [
    'an error event that no one handles',
    'setTimeout(() => new (require("events"))().emit("error", new Error("lost")), 5);',
  ],
])('%s is an error of the cell it came from, and the kernel lives on', async (_, script) => {
  const kernel = await startKernel({ scripts: [script, 'exports.result = "alive";'] });

  const request = kernel.send('execute_request', { code: script });
  await kernel.execute('exports.result = "alive";');
  const error = await kernel.find(({ header }) => header.msg_type === 'error');
  const after = await kernel.execute('exports.result = "alive";');

  expect(error.content).toMatchObject({ ename: 'Error', evalue: 'lost' });
  expect(error.parent_header).toEqual(request.header);
  expect(after.reply.content).toMatchObject({ status: 'ok' });
});

test('interrupt_request ends a cell that awaits', async () => {
  const script = 'await new Promise(() => {});';
  const kernel = await startKernel({ scripts: [script] });
  const request = kernel.send('execute_request', { code: script });
  await kernel.find(({ content }) => Reflect.get(content, 'execution_state') === 'busy');

  const { reply } = await kernel.request('interrupt_request', {}, { channel: 'control' });
  const answers = await kernel.idle(request);

  expect(reply).toMatchObject({
    channel: 'control',
    header: { msg_type: 'interrupt_reply' },
    content: { status: 'ok' },
  });
  expect(contentsOf(answers)).toContainEqual([
    'error',
    expect.objectContaining({ ename: 'Interrupted', evalue: 'The execution was interrupted.' }),
  ]);
});

// Of kernels that somebody interrupts: those of Jupyter's front ends run cells and handlers by the same code.
test('SIGINT ends an endless loop in a cell, and the next cell runs', async () => {
  const kernel = await startKernel({
    scripts: [LOOP, 'exports.result = 1;'],
    published: false,
  });
  const request = kernel.send('execute_request', { code: LOOP });
  await kernel.find(({ content }) => Reflect.get(content, 'execution_state') === 'busy');

  const answers = await interrupted(kernel, () => kernel.idle(request));
  const { reply } = await kernel.execute('exports.result = 1;');

  expect(contentsOf(answers)).toContainEqual([
    'error',
    expect.objectContaining({ ename: 'Interrupted' }),
  ]);
  expect(reply.content).toMatchObject({ status: 'ok' });
});

test('SIGINT ends an endless loop in a comm’s handler, and the comm lives on', async () => {
  const kernel = await startKernel({ scripts: [BUSY_HANDLER], published: false });
  const [answer] = await kernel.executeAll();
  const opened = answer?.iopub.find(({ header }) => header.msg_type === 'comm_open');
  const comm_id = Reflect.get(opened?.content ?? {}, 'comm_id');
  const request = kernel.send('comm_msg', { comm_id, data: { loop: true } });
  await kernel.find(
    ({ parent_header }) =>
      'msg_id' in parent_header && parent_header.msg_id === request.header.msg_id,
  );

  const answers = await interrupted(kernel, () => kernel.idle(request));
  const alive = await kernel.idle(kernel.send('comm_msg', { comm_id, data: {} }));

  expect(contentsOf(answers)).toContainEqual([
    'error',
    expect.objectContaining({ ename: 'Interrupted' }),
  ]);
  expect(contentsOf(alive)).toContainEqual(['stream', { name: 'stdout', text: 'alive\n' }]);
});

test('SIGINT while nothing runs does nothing', async () => {
  const kernel = await startKernel({ scripts: ['exports.result = 1;'] });

  kernel.signal('SIGINT');
  const [answer] = await kernel.executeAll();

  expect(answer?.reply.content).toMatchObject({ status: 'ok' });
});

test('shutdown_request is answered, and the process ends', async () => {
  const kernel = await startKernel();

  const request = kernel.send('shutdown_request', { restart: false }, { channel: 'control' });
  const { code } = await kernel.exited;

  const answers = kernel.messages.filter(
    ({ parent_header }) =>
      'msg_id' in parent_header && parent_header.msg_id === request.header.msg_id,
  );
  expect(code).toBe(0);
  expect(answers.map(({ channel, header }) => [channel, header.msg_type])).toEqual([
    ['iopub', 'status'],
    ['control', 'shutdown_reply'],
    ['iopub', 'shutdown_reply'],
    ['iopub', 'status'],
  ]);
});

test('a kernel ends with the process that started it, also when that is killed', async () => {
  const folder = await makeFolder();
  const start = {
    type: 'start',
    kernelId: 'orphan',
    language: 'typescript',
    cwd: folder,
    root: folder,
    compiled: toManifest([]),
    published: true,
  };
  const starter = spawn(
    process.execPath,
    [
      '-e',
      `const kernel = require('child_process').fork(${JSON.stringify(KERNEL_MAIN)}, { serialization: 'advanced' });
       kernel.send(${JSON.stringify(start)});
       kernel.on('message', () => console.log('ready'));`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  onTestFinished(() => void starter.kill('SIGKILL'));
  await once(starter.stdout, 'data');
  const [kernel] = descendantsOf(starter.pid ?? 0);
  if (kernel === undefined) throw new Error('No kernel was started.');

  starter.kill('SIGKILL');

  await expect.poll(() => isAlive(kernel), { timeout: 20_000 }).toBe(false);
});

test('a process without a channel says why it cannot be a kernel', async () => {
  const child = spawn(process.execPath, [KERNEL_MAIN]);
  let said = '';
  child.stderr.on('data', (text) => {
    said += text;
  });
  const [code] = await once(child, 'exit');

  expect(code).toBe(1);
  expect(said).toContain('A kernel is started by eccola');
});

test('a start that fails is said, and the process ends', async () => {
  const child = fork(KERNEL_MAIN, {
    serialization: 'advanced',
  });
  child.send({
    type: 'start',
    kernelId: 'k',
    language: 'typescript',
    cwd: '/nowhere/at/all',
    root: '/',
    compiled: toManifest([]),
    published: true,
  });

  const [message] = await once(child, 'message');
  const [code] = await once(child, 'exit');

  expect(message).toEqual({ type: 'failed', message: expect.stringContaining('/nowhere/at/all') });
  expect(code).toBe(1);
});

/** Sends SIGINT until the kernel reacts: a signal that comes before the loop has begun ends nothing. */
async function interrupted<T>(
  kernel: Awaited<ReturnType<typeof startKernel>>,
  wait: () => Promise<T>,
): Promise<T> {
  const timer = setInterval(() => kernel.signal('SIGINT'), 50);
  try {
    return await wait();
  } finally {
    clearInterval(timer);
    // Node tells of a signal after the messages that came with it: the last one is not to meet what the test does next.
    for (let trip = 0; trip < 2; trip += 1) await kernel.request('kernel_info_request', {});
  }
}
