import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { AppError } from '../../../protocol/errors.js';
import type { LaunchPlace } from './place.js';
import { findFreePort, untilListening } from './port.js';

export interface JupyterServer {
  /** Ends in the path that it was started below. */
  url: string;
  token: string;
  pid: number;
  /** All that it printed so far, and what eccola printed through it. */
  output(): string;
  /** SIGTERM, then SIGKILL; resolves when it is gone. */
  close(): Promise<void>;
}

export interface JupyterServerOptions {
  /** The path that Binder's hub puts the server below. */
  baseUrl?: string;
  /** Makes the command that is run of one that starts `program` with Binder's arguments. */
  command?: (command: readonly [string, ...string[]]) => readonly [string, ...string[]];
  program?: 'jupyter-server' | 'jupyter-lab';
}

/** It may wait for a thread of its own for ever. */
const STOP_GRACE_MS = 5000;

/**
 * Starts a Jupyter Server with the arguments that Binder gives one: below `/user/NAME/`, with a token, any Origin allowed.
 * @throws AppError `PROGRAM_FAILED` with what it printed if it ends before it listens
 */
export async function startJupyterServer(
  place: LaunchPlace,
  {
    baseUrl = '/user/doctor/',
    command = (plain) => plain,
    program = 'jupyter-server',
  }: JupyterServerOptions = {},
): Promise<JupyterServer> {
  const [port, token] = [await findFreePort(), randomUUID()];
  const [first, ...args] = command([
    path.join(place.pythonBin, program),
    '--ServerApp.ip=127.0.0.1',
    `--ServerApp.port=${port}`,
    '--ServerApp.port_retries=0',
    `--ServerApp.base_url=${baseUrl}`,
    `--IdentityProvider.token=${token}`,
    '--ServerApp.allow_origin=*',
    '--ServerApp.allow_root=True',
    '--no-browser',
  ]);
  const child = spawn(first, args, {
    cwd: place.folder,
    env: place.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const gone = new AbortController();
  const ended = new Promise<void>((resolve) => {
    child.on('error', () => resolve());
    child.on('close', () => resolve());
  }).then(() => gone.abort());
  const close = async () => {
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS);
    await ended;
    clearTimeout(force);
  };
  const url = `http://127.0.0.1:${port}${baseUrl}`;
  const announced = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
        if (printed.includes(url)) resolve();
      });
    }
  });
  await Promise.race([announced, ended]);
  // It says where it is before it listens there.
  await untilListening(port, gone.signal);
  if (gone.signal.aborted) {
    throw new AppError('PROGRAM_FAILED', `Jupyter Server ended:\n${printed}`);
  }
  return { url, token, pid: child.pid ?? 0, output: () => printed, close };
}
