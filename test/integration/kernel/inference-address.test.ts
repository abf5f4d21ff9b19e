import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { descendantsOf, isAlive } from '../../helpers/process-tree.js';
import { startKernel } from '../../helpers/start-kernel.js';

/** What "eccola/onnx" asks its kernel for, twice at once. */
const ASK = `const host = globalThis[Symbol.for("eccola.inference")];
  const [one, two] = await Promise.all([host.address(), host.address()]);
  exports.result = [one.socketPath, one.secret === two.secret, host.cwd];`;

test('the kernel’s starter is asked where the inference service listens', async () => {
  const kernel = await startKernel({ scripts: [ASK] });

  const request = kernel.send('execute_request', { code: ASK });
  await kernel.findSaid('inference');
  kernel.tell({ type: 'inference', address: { socketPath: '/a/socket', secret: 'hidden' } });
  const answers = await kernel.idle(request);

  const result = answers.find(({ header }) => header.msg_type === 'execute_result');
  expect(Object(result?.content).data['text/plain']).toBe(`[ '/a/socket', true, '${kernel.cwd}' ]`);
  expect(kernel.said.filter(({ type }) => type === 'inference')).toHaveLength(1);
});

test('a starter that has no service says why, and the cell that asked fails in its words', async () => {
  const kernel = await startKernel({ scripts: [ASK] });

  const request = kernel.send('execute_request', { code: ASK });
  await kernel.findSaid('inference');
  kernel.tell({ type: 'inference', address: undefined, reason: 'It would not start.' });
  const answers = await kernel.idle(request);

  const error = answers.find(({ header }) => header.msg_type === 'error');
  expect(error?.content).toMatchObject({ ename: 'AppError', evalue: 'It would not start.' });
});

test('a kernel that is told nothing starts one service of its own, which ends with it', async () => {
  const kernel = await startKernel({
    scripts: [ASK],
    published: false,
    env: { PATH: process.env.PATH ?? '' },
  });

  const request = kernel.send('execute_request', { code: ASK });
  await kernel.findSaid('inference');
  kernel.tell({ type: 'inference', address: undefined });
  const answers = await kernel.idle(request);
  const services = descendantsOf(kernel.pid);
  const result = answers.find(({ header }) => header.msg_type === 'execute_result');
  const socket = /'(.*?)'/.exec(Object(result?.content).data['text/plain'])?.[1] ?? '';

  expect(services).toHaveLength(1);
  expect(existsSync(socket)).toBe(true);
  kernel.send('shutdown_request', {}, { channel: 'control' });
  await kernel.exited;
  await expect.poll(() => services.some(isAlive), { timeout: 20_000 }).toBe(false);
  expect(existsSync(path.dirname(socket))).toBe(false);
});
