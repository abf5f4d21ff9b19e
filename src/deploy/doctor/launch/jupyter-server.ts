import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { AppError } from '../../../protocol/errors.js';
import { findFreePort } from './free-port.js';
import type { LaunchPlace } from './place.js';

export interface JupyterServer {
  /** Ends in `/user/NAME/`. */
  url: string;
  token: string;
  /** All that it printed so far, and what eccola printed through it. */
  output(): string;
  close(): Promise<void>;
}

/** The path that Binder's hub puts every server below. */
const BASE_URL = '/user/doctor/';

/**
 * Starts a Jupyter Server with the arguments that Binder gives one: below `/user/NAME/`, with a token, any Origin allowed.
 * @throws AppError `PROGRAM_FAILED` with what it printed if it ends before it listens
 */
export async function startJupyterServer(place: LaunchPlace): Promise<JupyterServer> {
  const [port, token] = [await findFreePort(), randomUUID()];
  const child = spawn(
    path.join(place.pythonBin, 'jupyter-server'),
    [
      '--ServerApp.ip=127.0.0.1',
      `--ServerApp.port=${port}`,
      '--ServerApp.port_retries=0',
      `--ServerApp.base_url=${BASE_URL}`,
      `--IdentityProvider.token=${token}`,
      '--ServerApp.allow_origin=*',
      '--ServerApp.allow_root=True',
      '--no-browser',
    ],
    { cwd: place.folder, env: place.env, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let printed = '';
  const ended = new Promise<void>((resolve) => {
    child.on('error', () => resolve());
    child.on('close', () => resolve());
  });
  const close = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
        const address = `http://127.0.0.1:${port}${BASE_URL}`;
        if (printed.includes(address)) resolve(address);
      });
    }
    void ended.then(() =>
      reject(new AppError('PROGRAM_FAILED', `Jupyter Server ended:\n${printed}`)),
    );
  });
  return { url, token, output: () => printed, close };
}
