import { type ForkOptions, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type {
  FromInference,
  InferenceAddress,
  InferenceLimits,
  InferenceStart,
} from '../../src/protocol/runtime-process.js';
import { InferenceClient } from '../../src/runtime/inference/client.js';
import { makeFolder } from './folder.js';

const INFERENCE_MAIN = path.resolve(import.meta.dirname, '../../dist/runtime/inference/main.js');

/** The folder of the example notebooks, with the model that bears.ipynb uses. */
export const NOTEBOOKS = path.resolve(import.meta.dirname, '../../notebooks');
export const BEARS = 'models/efficientnet-lite0-int8.onnx';

/** One of the test photos, as its file's bytes. */
export const photo = (name: string): Promise<Uint8Array> =>
  readFile(path.resolve(import.meta.dirname, '../fixtures/photos', name));

export interface InferenceInput extends Pick<ForkOptions, 'cwd' | 'env' | 'execArgv'> {
  /** The served root; the folder of the example notebooks if it is not given. */
  root?: string;
  /** One that another service has used, to start this one in its place. */
  address?: InferenceAddress;
  limits?: Partial<InferenceLimits>;
}

export interface TestInference {
  pid: number;
  address: InferenceAddress;
  /** A client as a kernel has one; `cwd` is the root if it is not given. */
  connect(cwd?: string): InferenceClient;
  /** What it has printed to its standard error. */
  stderr(): string;
  signal(name: NodeJS.Signals): void;
  /** Closes the ipc channel, as the end of the starter does. */
  disconnect(): void;
  exited: Promise<void>;
  close(): Promise<void>;
}

/** Forks the built inference service as a server does, and waits until it listens; it ends with the test. */
export async function startInference({
  root = NOTEBOOKS,
  address,
  limits,
  ...options
}: InferenceInput = {}): Promise<TestInference> {
  const own = address ?? {
    socketPath: path.join(await makeFolder(), 'inference.sock'),
    secret: randomUUID(),
  };
  const child = fork(INFERENCE_MAIN, {
    serialization: 'advanced',
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    ...options,
  });
  const printed: string[] = [];
  child.stderr?.setEncoding('utf8').on('data', (text: string) => printed.push(text));
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const close = async () => {
    child.kill('SIGKILL');
    await exited;
  };
  onTestFinished(close);
  const ready = new Promise<void>((resolve, reject) => {
    child.once('message', (message: FromInference) => {
      if (message.type === 'ready') resolve();
    });
    void exited.then(() => reject(new Error(`The service ended:\n${printed.join('')}`)));
  });
  const start: InferenceStart = { type: 'start', address: own, root, limits };
  child.send(start);
  await ready;
  return {
    pid: child.pid ?? 0,
    address: own,
    connect: (cwd = root) =>
      new InferenceClient(() => ({ cwd, address: async () => own, usesFiles: () => {} })),
    stderr: () => printed.join(''),
    signal: (name) => child.kill(name),
    disconnect: () => child.disconnect(),
    exited,
    close,
  };
}
