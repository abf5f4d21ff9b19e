import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { MAKE_CODE_CACHE, stampOf } from '../../../src/protocol/runtime-process.js';
import { ECHO, echoWidgets, moveSlider } from '../../helpers/echo.js';
import { makeFolder } from '../../helpers/folder.js';
import { descendantsRunning } from '../../helpers/process-tree.js';
import { KERNEL_MAIN, startKernel } from '../../helpers/start-kernel.js';
import { startServer } from '../../helpers/start-server.js';
import { Visitor } from '../../helpers/visitor.js';

const SCRIPT = 'exports.result = process.argv.length + " arguments";';
const REFUSED = /V8 has not taken the code cache/;

async function answerOf(args: readonly string[]) {
  const kernel = await startKernel({ scripts: [SCRIPT], args });
  const [answer] = await kernel.executeAll();
  return { kernel, answer: JSON.stringify(answer?.iopub) };
}

test('a kernel runs with the code that V8 made in another, and as well without', async () => {
  const maker = await answerOf([MAKE_CODE_CACHE]);
  maker.kernel.tell({ type: 'code-cache' });
  const made = await maker.kernel.findSaid('code-cache');
  const data = made.type === 'code-cache' ? made.data : new Uint8Array();
  const folder = await makeFolder({ cache: data, broken: data.slice(0, 1000), foreign: 'text' });
  const stamp = stampOf(statSync(path.join(path.dirname(KERNEL_MAIN), 'kernel.cjs')));

  for (const [file, madeOf, isRefused] of [
    ['cache', stamp, false],
    ['broken', stamp, true],
    ['foreign', stamp, true],
    ['missing', stamp, false],
    // Made of the code that lay there when the server was started: not even looked at.
    ['foreign', 'another', false],
  ] as const) {
    const { kernel, answer } = await answerOf([path.join(folder, file), madeOf]);
    expect(answer).toContain('2 arguments');
    expect(REFUSED.test(kernel.complaints()), `${file}, ${madeOf}`).toBe(isRefused);
  }
});

test('once a server has made the cache its kernels start with it', async () => {
  const temporary = await makeFolder();
  const server = await startServer(ECHO, { env: { TMPDIR: temporary } });
  const made = () =>
    readdirSync(temporary, { recursive: true }).map((file) => path.basename(`${file}`));
  await expect.poll(made).toContain('code-cache');
  await expect.poll(() => descendantsRunning(server.pid, MAKE_CODE_CACHE)).toEqual([]);

  // The kernel that waits was there before.
  await new Visitor(server.url).open('echo.ipynb');
  await expect.poll(() => descendantsRunning(server.pid, '/code-cache')).toHaveLength(1);
  const { page } = await new Visitor(server.url).open('echo.ipynb');
  await moveSlider(page, 4);
  expect((await echoWidgets(page)).echoed).toBe('value 4');
  await expect.poll(() => descendantsRunning(server.pid, '/code-cache')).toHaveLength(2);
  expect(server.log().filter(({ level }) => Number(level) >= 40)).toEqual([]);
});
