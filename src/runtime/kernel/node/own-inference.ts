import { fork } from 'node:child_process';
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
 * Starts an inference service for this kernel alone, where no server offers one: in JupyterLab and in headless runs.
 * It ends with this process, as its ipc channel does.
 * @param root absolute path of the folder that models are read from
 */
export async function startOwnInference(root: string): Promise<InferenceAddress> {
  const folder = mkdtempSync(path.join(tmpdir(), 'eccola-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
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
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  const start: ToInference = { type: 'start', address, root };
  child.send(start);
  await new Promise<void>((resolve, reject) => {
    const fail = (cause?: unknown) =>
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
  child.unref();
  child.channel?.unref();
  return address;
}
