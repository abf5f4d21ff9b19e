import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { AnyMessage } from '../../../../src/protocol/messages.js';
import { makeFolder } from '../../../helpers/folder.js';
import { contentsOf } from '../../../helpers/kernel-client.js';
import { descendantsOf, isAlive } from '../../../helpers/process-tree.js';
import { REPOSITORY, runEccola } from '../../../helpers/run-eccola.js';
import { type JupyterKernel, startJupyterKernel } from '../../../helpers/start-jupyter-kernel.js';

const INTERRUPTED = ['error', expect.objectContaining({ ename: 'Interrupted' })];
const BUSY_HANDLER = `import { IntSlider } from "eccola";
const slider = new IntSlider();
slider.observe("value", ({ new: value }) => { console.log("at", value); while (value === 1) {} });`;

/** Sends interrupts until the kernel reacts: one that comes before the cell has begun ends nothing. */
async function interrupted<T>(kernel: JupyterKernel, wait: () => Promise<T>): Promise<T> {
  const sent: AnyMessage[] = [];
  const timer = setInterval(
    () => sent.push(kernel.send('interrupt_request', {}, { channel: 'control' })),
    100,
  );
  try {
    return await wait();
  } finally {
    clearInterval(timer);
    // The last one may come after the cell's end: it is not to meet what the test does next.
    for (const { header } of sent) {
      await kernel.find(
        ({ parent_header, channel }) =>
          channel === 'control' &&
          'msg_id' in parent_header &&
          parent_header.msg_id === header.msg_id,
      );
    }
    await kernel.request('kernel_info_request', {});
  }
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 50));

async function ends(pids: readonly number[]): Promise<void> {
  while (pids.some(isAlive)) await new Promise((resolve) => setImmediate(resolve));
}

test.each([
  ['an endless loop in a cell', 'console.log("runs"); while (true) {}'],
  ['an await without end', 'console.log("runs"); await new Promise(() => {});'],
])('an interrupt ends %s, and the next cell runs with what was there', async (_, code) => {
  const kernel = await startJupyterKernel();
  await kernel.execute('let kept = 41;');
  const request = kernel.send('execute_request', { code });

  const answers = await interrupted(kernel, () => kernel.idle(request));
  const { iopub } = await kernel.execute('kept + 1');

  expect(contentsOf(answers)).toContainEqual(INTERRUPTED);
  expect(contentsOf(iopub)).toContainEqual([
    'execute_result',
    expect.objectContaining({ data: { 'text/plain': '42' } }),
  ]);
});

test('an interrupt that comes while a cell is still being compiled ends it too', async () => {
  const kernel = await startJupyterKernel();
  const request = kernel.send('execute_request', { code: 'while (true) {}' });
  await kernel.find(({ header }) => header.msg_type === 'execute_input');
  kernel.send('interrupt_request', {}, { channel: 'control' });

  const answers = await kernel.idle(request);

  expect(contentsOf(answers)).toContainEqual(INTERRUPTED);
});

test('an interrupt ends an endless loop in a widget’s handler, and the widget lives on', async () => {
  const kernel = await startJupyterKernel();
  await kernel.execute(BUSY_HANDLER);
  const opened = kernel.messages.findLast(
    ({ content }) => Object(content).data?.state?._model_name === 'IntSliderModel',
  );
  const move = (value: number) =>
    kernel.send('comm_msg', {
      comm_id: Object(opened?.content).comm_id,
      data: { method: 'update', state: { value }, buffer_paths: [] },
    });
  const looping = move(1);

  const answers = await interrupted(kernel, () => kernel.idle(looping));
  const after = await kernel.idle(move(2));

  expect(contentsOf(answers)).toContainEqual(INTERRUPTED);
  expect(contentsOf(after)).toContainEqual(['stream', { name: 'stdout', text: 'at 2\n' }]);
});

test('a kernel that no interrupt reaches says so after 5 s, and goes, for Jupyter to start it anew', async () => {
  const kernel = await startJupyterKernel();
  await kernel.execute('setTimeout(() => { while (true) {} }, 1);');
  // One that comes before the loop has begun ends nothing.
  const timer = setInterval(
    () => kernel.send('interrupt_request', {}, { channel: 'control' }),
    100,
  );
  onTestFinished(() => clearInterval(timer));

  const said = await kernel.find(({ content }) =>
    String(Reflect.get(content, 'text')).includes('within 5 s'),
  );
  const { signal } = await kernel.exited;

  expect(said.content).toEqual({
    name: 'stderr',
    text: 'The interrupt could not reach the running code within 5 s: the kernel is started anew, and its variables are lost.\n',
  });
  expect(signal).toBe('SIGKILL');
});

test('heartbeats are answered while a cell is busy', async () => {
  const kernel = await startJupyterKernel();
  const request = kernel.send('execute_request', { code: 'while (true) {}' });
  await kernel.find(({ header }) => header.msg_type === 'execute_input');

  expect(await kernel.heartbeat('ping')).toBe('ping');

  const answers = await interrupted(kernel, () => kernel.idle(request));
  expect(contentsOf(answers)).toContainEqual(INTERRUPTED);
});

test('process.exit says so, and ends with its code', async () => {
  const kernel = await startJupyterKernel();
  kernel.send('execute_request', { code: 'console.log("before"); process.exit(3);' });

  const { code } = await kernel.exited;
  const said = await kernel.find(({ content }) => Reflect.get(content, 'name') === 'stderr');

  expect(code).toBe(3);
  expect(said.content).toEqual({
    name: 'stderr',
    text: 'process.exit(3) was called: the kernel ends.\n',
  });
});

test.each([true, false])(
  'shutdown (restart: %s) is answered, and leaves no process',
  async (restart) => {
    const kernel = await startJupyterKernel();
    await kernel.execute('1');
    const children = descendantsOf(kernel.pid);
    kernel.send('shutdown_request', { restart }, { channel: 'control' });

    const { code } = await kernel.exited;
    await ends(children);

    const reply = await kernel.find(
      ({ channel, header }) => channel === 'control' && header.msg_type === 'shutdown_reply',
    );
    expect(reply.content).toEqual({ status: 'ok', restart });
    expect(code).toBe(0);
    expect(children).not.toEqual([]);
  },
);

test('a killed kernel leaves no compiler and no inference behind', async () => {
  const kernel = await startJupyterKernel({ cwd: path.join(REPOSITORY, 'notebooks') });
  const { reply } = await kernel.execute(`import { ImageClassifier } from "eccola/onnx";
const model = await ImageClassifier.load("models/efficientnet-lite0-int8.onnx");`);
  const children = descendantsOf(kernel.pid);

  kernel.kill();
  await ends(children);

  expect(reply.content).toMatchObject({ status: 'ok' });
  expect(children).toHaveLength(2);
});

test('a kernel ends when the Jupyter that started it was killed', async () => {
  const folder = await makeFolder();
  const connection = path.join(folder, 'connection.json');
  const ports = { shell_port: 1, iopub_port: 2, stdin_port: 3, control_port: 4, hb_port: 5 };
  const info = JSON.stringify({ transport: 'ipc', ip: path.join(folder, 'k'), ...ports });
  const jupyter = spawn(
    process.execPath,
    [
      '-e',
      `require('fs').writeFileSync(${JSON.stringify(connection)}, ${JSON.stringify(info)});
       const kernel = require('child_process').spawn(process.execPath, [${JSON.stringify(path.join(REPOSITORY, 'dist/runtime/kernel/jupyter-main.js'))}, '--connection-file', ${JSON.stringify(connection)}], { stdio: 'ignore' });
       console.log(kernel.pid);
       process.stdin.resume();`,
    ],
    { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, JPY_PARENT_PID: '1' } },
  );
  const [printed] = await once(jupyter.stdout, 'data');
  const kernel = Number(printed);
  // Its compiler is started last of all.
  while (descendantsOf(kernel).length === 0) await pause();

  jupyter.kill('SIGKILL');
  await ends([kernel]);

  expect(isAlive(kernel)).toBe(false);
});

test('a kernel without a right connection file says what is wrong', async () => {
  const folder = await makeFolder({ 'kernel.json': '{"ip": "127.0.0.1"}' });
  const file = path.join(folder, 'kernel.json');
  const { code, output } = await runEccola(['kernel', '--connection-file', file]);
  expect(output).toContain(`${file} is no connection file: its shell_port is undefined.`);
  expect(code).toBe(1);
});
