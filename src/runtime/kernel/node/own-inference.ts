import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AppError } from '../../../protocol/errors.js';
import {
  type FromInference,
  INFERENCE_ENVIRONMENT,
  type InferenceAddress,
  type ToInference,
} from '../../../protocol/runtime-process.js';
import { LOCATIONS } from '../locations.js';

/**
 * An inference service for this kernel alone, where no server offers one: in JupyterLab and in headless runs.
 * It is started when it is first wanted, and ends with this process, as its ipc channel does.
 */
export class OwnInference {
  readonly #root: string;
  #running: Promise<InferenceAddress> | undefined;

  /** @param root absolute path of the folder that models are read from */
  constructor(root: string) {
    this.#root = root;
  }

  /** The running service's; another one is started when it has ended. */
  async address(): Promise<InferenceAddress> {
    this.#running ??= this.#start();
    return this.#running;
  }

  async #start(): Promise<InferenceAddress> {
    const folder = mkdtempSync(path.join(tmpdir(), 'eccola-'));
    const removeFolder = () => rmSync(folder, { recursive: true, force: true });
    process.once('exit', removeFolder);
    const address: InferenceAddress = {
      socketPath:
        process.platform === 'win32'
          ? `\\\\.\\pipe\\eccola-${randomBytes(8).toString('hex')}`
          : path.join(folder, 'inference.sock'),
      secret: randomBytes(32).toString('hex'),
    };
    const child = fork(LOCATIONS.inferenceMain, {
      serialization: 'advanced',
      env: { ...process.env, ...INFERENCE_ENVIRONMENT },
      execArgv: [],
      stdio: ['ignore', 2, 2, 'ipc'],
    });
    child.once('exit', () => {
      this.#running = undefined;
      process.off('exit', removeFolder);
      removeFolder();
    });
    const start: ToInference = { type: 'start', address, root: this.#root };
    child.send(start);
    await whenReady(child);
    child.unref();
    child.channel?.unref();
    return address;
  }
}

function whenReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) =>
      reject(
        new AppError('INFERENCE_FAILED', 'The inference service did not start.', {
          hint: 'Look for its own words in the output of the kernel.',
          cause,
        }),
      );
    child.once('error', fail);
    child.once('exit', (code) => fail(new Error(`It ended with exit code ${code}.`)));
    child.once('message', (message: FromInference) => {
      if (message.type === 'ready') resolve();
    });
  });
}
