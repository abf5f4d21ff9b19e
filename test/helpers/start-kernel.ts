import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { CompiledNotebook } from '../../src/protocol/compiled.js';
import { decodeFrame, encodeFrame } from '../../src/protocol/framing.js';
import { type AnyMessage, type Channel, createMessage } from '../../src/protocol/messages.js';
import type { FromKernel, KernelStart, ToKernel } from '../../src/protocol/runtime-process.js';
import { startCompiler } from './compile.js';
import { makeFolder } from './folder.js';

const KERNEL_MAIN = path.resolve(import.meta.dirname, '../../dist/runtime/kernel/main.js');

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
}

/** What came of one request: its reply, and everything on iopub between its busy and its idle, without these two. */
export interface Answer {
  reply: AnyMessage;
  iopub: AnyMessage[];
}

export interface RequestOptions {
  channel?: Channel;
  metadata?: Record<string, unknown>;
  buffers?: Uint8Array[];
}

export interface ExecuteOptions extends RequestOptions {
  cellId?: string;
  content?: Record<string, unknown>;
}

export interface TestKernel {
  pid: number;
  cwd: string;
  /** Every message that the kernel sent, in order. */
  messages: readonly AnyMessage[];
  /** What it said to its starter beside frames. */
  said: readonly FromKernel[];
  /** Sends any message; returns it. */
  send(msgType: string, content: object, options?: RequestOptions): AnyMessage;
  sendBytes(bytes: Uint8Array): void;
  tell(message: ToKernel): void;
  signal(signal: NodeJS.Signals): void;
  /** Resolves with the first message, past or future, that passes. */
  find(passes: (message: AnyMessage) => boolean): Promise<AnyMessage>;
  findSaid(type: FromKernel['type']): Promise<FromKernel>;
  /** Resolves when the kernel is idle after the message. */
  idle(message: AnyMessage): Promise<AnyMessage[]>;
  request(msgType: string, content: object, options?: RequestOptions): Promise<Answer>;
  execute(code: string, options?: ExecuteOptions): Promise<Answer>;
  /** Executes all cells or scripts, an error or not. */
  executeAll(): Promise<Answer[]>;
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  close(): Promise<void>;
}

/** Forks the built kernel as the server does, and waits until it is ready; it ends with the test. */
export async function startKernel({
  cells,
  scripts,
  compiled,
  env = {},
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
  const child = fork(KERNEL_MAIN, { serialization: 'advanced', env, execArgv: [] });
  const messages: AnyMessage[] = [];
  const said: FromKernel[] = [];
  const watchers = new Set<() => void>();
  const exited = new Promise<Awaited<TestKernel['exited']>>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  child.on('message', (message: FromKernel | Uint8Array) => {
    if (message instanceof Uint8Array) messages.push(decodeFrame(message));
    else said.push(message);
    for (const look of watchers) look();
  });

  /** Looks at what has come, and again whenever something comes. */
  const until = <T>(look: () => T | undefined) =>
    new Promise<T>((resolve, reject) => {
      const attempt = () => {
        const found = look();
        if (found === undefined) return;
        watchers.delete(attempt);
        resolve(found);
      };
      watchers.add(attempt);
      attempt();
      void exited.then(({ code, signal }) =>
        reject(new Error(`The kernel ended (${signal ?? code}) before it answered.`)),
      );
    });
  const close = async () => {
    child.kill('SIGKILL');
    await exited;
  };
  onTestFinished(close);

  const kernel: TestKernel = {
    pid: child.pid ?? 0,
    cwd,
    messages,
    said,
    exited,
    close,
    send: (msgType, content, { channel = 'shell', metadata, buffers } = {}) => {
      const message = createMessage(msgType, content, {
        channel,
        session: 'test-client',
        ...(metadata && { metadata }),
        ...(buffers && { buffers }),
      });
      child.send(encodeFrame(message));
      return message;
    },
    sendBytes: (bytes) => void child.send(bytes),
    tell: (message) => void child.send(message),
    signal: (signal) => void child.kill(signal),
    find: (passes) => until(() => messages.find(passes)),
    findSaid: (type) => until(() => said.find((message) => message.type === type)),
    idle: async ({ header }) => {
      const ofRequest = () => messages.filter((message) => isChildOf(message, header.msg_id));
      await until(() => ofRequest().find((message) => stateOf(message) === 'idle'));
      return ofRequest();
    },
    request: async (msgType, content, options) => {
      const answers = await kernel.idle(kernel.send(msgType, content, options));
      const reply = answers.find(({ channel }) => channel !== 'iopub');
      if (!reply) throw new Error(`The kernel did not reply to ${msgType}.`);
      return { reply, iopub: outputsOf(answers) };
    },
    execute: (code, { cellId, content, ...options } = {}) =>
      kernel.request(
        'execute_request',
        { code, silent: false, store_history: true, stop_on_error: false, ...content },
        cellId === undefined ? options : { metadata: { cellId }, ...options },
      ),
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

/** What a cell put out, without the statuses. */
function outputsOf(messages: readonly AnyMessage[]): AnyMessage[] {
  return messages.filter(
    (message) => message.channel === 'iopub' && stateOf(message) === undefined,
  );
}

/** `[msg_type, content]` of each message: what a test compares when ids and dates do not matter. */
export function contentsOf(messages: readonly AnyMessage[]): [string, unknown][] {
  return messages.map(({ header, content }) => [header.msg_type, content]);
}

function isChildOf(message: AnyMessage, msgId: string): boolean {
  return 'msg_id' in message.parent_header && message.parent_header.msg_id === msgId;
}

function stateOf({ header, content }: AnyMessage): unknown {
  return header.msg_type === 'status' ? Reflect.get(content, 'execution_state') : undefined;
}
