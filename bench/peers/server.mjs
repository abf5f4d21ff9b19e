import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive, killAll, treeOf } from '../process-tree.mjs';

/** A port of 127.0.0.1 that is free now. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/**
 * Starts a server and waits until it answers 200.
 * @param {object} options
 * @param {readonly string[]} options.command
 * @param {string} options.cwd
 * @param {string} options.readyUrl answers 200 as soon as the server serves, without starting a session
 * @param {string} options.logFile takes what it prints
 * @param {Record<string, string>} [options.env] added to this process's own
 * @param {number} [options.timeoutMs]
 * @returns {Promise<{ pid: number, startMs: number, close(): Promise<void> }>}
 * @throws Error when it ends, or does not answer in time
 */
export async function startServer({ command, cwd, readyUrl, logFile, env, timeoutMs = 90_000 }) {
  const started = performance.now();
  const log = openSync(logFile, 'a');
  const [program, ...args] = command;
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  let failure;
  child.on('error', (error) => {
    failure = error.message;
  });
  child.on('exit', (code, signal) => {
    failure ??= `ended with ${signal ?? code}`;
  });
  const killNow = () => killAll(treeOf(child.pid));
  process.once('exit', killNow);

  const close = async () => {
    // Kernels of some servers outlive them: the list is taken while their parent still holds them.
    const pids = treeOf(child.pid);
    child.kill('SIGTERM');
    for (let waited = 0; waited < 5000 && pids.some(isAlive); waited += 50) await delay(50);
    killAll(pids);
    process.off('exit', killNow);
  };
  while ((await statusOf(readyUrl)) !== 200) {
    if (!failure && performance.now() - started > timeoutMs) failure = 'did not answer in time';
    if (failure) {
      if (child.pid !== undefined) await close();
      throw new Error(`${program} ${failure}: see ${logFile}`);
    }
    await delay(15);
  }
  return { pid: child.pid, startMs: performance.now() - started, close };
}

function statusOf(url) {
  return new Promise((resolve) => {
    get(url, { agent: false, timeout: 60_000 }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode));
    }).on('error', () => resolve(undefined));
  });
}
