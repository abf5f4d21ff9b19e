import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { CompiledNotebook } from '../../src/protocol/compiled.js';
import { decodeFrame, encodeFrame } from '../../src/protocol/framing.js';
import type { FromKernel, KernelStart, ToKernel } from '../../src/protocol/runtime-process.js';
import { startCompiler } from './compile.js';
import { makeFolder } from './folder.js';
import {
  type Answer,
  createKernelClient,
  type ExitedKernel,
  type KernelClient,
} from './kernel-client.js';

/** The kernel that the server forks. */
export const KERNEL_MAIN = path.resolve(
  import.meta.dirname,
  '../../dist/runtime/kernel-bundle/main.cjs',
);

export interface KernelInput extends Partial<Omit<KernelStart, 'type' | 'compiled'>> {
  /** Compiled before the kernel starts; without them the kernel is interactive and compiles what it is given. */
  cells?: readonly string[];
  /**
   * JavaScript that stands for compiled cells, so that no compiler is needed: what it sets as `exports.result` is the
   * value of its last expression. A script's own text is its source.
   */
  scripts?: readonly string[];
  /** A manifest that is compiled already. */
  compiled?: CompiledNotebook;
  env?: Record<string, string>;
  /** What its process is told. */
  args?: readonly string[];
}

export interface TestKernel extends KernelClient {
  pid: number;
  cwd: string;
  /** What it said to its starter beside frames. */
  said: readonly FromKernel[];
  /** What it wrote to stderr before it took that over. */
  complaints(): string;
  sendBytes(bytes: Uint8Array): void;
  tell(message: ToKernel): void;
  signal(signal: NodeJS.Signals): void;
  findSaid(type: FromKernel['type']): Promise<FromKernel>;
  /** Executes all cells or scripts, an error or not. */
  executeAll(): Promise<Answer[]>;
  exited: Promise<ExitedKernel>;
  close(): Promise<void>;
}

/** Forks the built kernel as the server does, and waits until it is ready; it ends with the test. */
export async function startKernel({
  cells,
  scripts,
  compiled,
  env = {},
  args = [],
  ...given
}: KernelInput = {}): Promise<TestKernel> {
  const cwd = given.cwd ?? (await makeFolder());
  const language = given.language ?? 'typescript';
  const manifest =
    compiled ??
    (scripts && toManifest(scripts)) ??
    (cells && (await startCompiler().compile({ cwd, cells, language })).notebook);
  const start: KernelStart = {
    type: 'start',
    kernelId: 'test-kernel',
    language,
    root: cwd,
    commIdSeed: undefined,
    published: manifest !== undefined,
    ...given,
    cwd,
    compiled: manifest,
  };
  const child = fork(KERNEL_MAIN, [...args], {
    serialization: 'advanced',
    env,
    execArgv: [],
    stdio: ['inherit', 'inherit', 'pipe', 'ipc'],
  });
  let complaints = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaints += chunk;
    process.stderr.write(chunk);
  });
  const said: FromKernel[] = [];
  const exited = new Promise<ExitedKernel>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  const { client, receive, until, lookAgain } = createKernelClient({
    send: (message) => void child.send(encodeFrame(message)),
    exited,
  });
  child.on('message', (message: FromKernel | Uint8Array) => {
    if (message instanceof Uint8Array) receive(decodeFrame(message));
    else {
      said.push(message);
      lookAgain();
    }
  });
  const close = async () => {
    child.kill('SIGKILL');
    await exited;
  };
  onTestFinished(close);

  const kernel: TestKernel = {
    ...client,
    pid: child.pid ?? 0,
    cwd,
    said,
    complaints: () => complaints,
    exited,
    close,
    sendBytes: (bytes) => void child.send(bytes),
    tell: (message) => void child.send(message),
    signal: (signal) => void child.kill(signal),
    findSaid: (type) => until(() => said.find((message) => message.type === type)),
    executeAll: async () => {
      const answers: Answer[] = [];
      for (const [index, code] of (cells ?? scripts ?? []).entries()) {
        answers.push(await kernel.execute(code, { cellId: `cell-${index}` }));
      }
      return answers;
    },
  };
  kernel.tell(start);
  await kernel.findSaid('ready');
  return kernel;
}

/** A manifest of scripts, each of which is its own source. */
export function toManifest(scripts: readonly string[]): CompiledNotebook {
  return {
    version: 1,
    language: 'typescript',
    modules: {},
    imports: [],
    cells: scripts.map((code, index) => ({
      id: `cell-${index}`,
      index,
      code,
      sourceHash: createHash('sha256').update(code).digest('hex'),
      lineMap: code.split('\n').map((_, line) => line + 1),
      hasTopLevelAwait: /\bawait\b/.test(code),
      lastExpressionVar: 'result',
      modules: [],
      diagnostics: [],
    })),
  };
}
