import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import type { KernelExit } from './kernel-provisioner.js';
import type { Reaper } from './reaper.js';

/** The runtime's processes: this is the one place that knows where they lie. */
const MAIN = {
  kernel: new URL('../runtime/kernel-bundle/main.cjs', import.meta.url),
  compiler: new URL('../runtime/compiler/main.js', import.meta.url),
  inference: new URL('../runtime/inference/main.js', import.meta.url),
};

/** What a kernel's process runs: what V8 made of it is kept. */
export const KERNEL_CODE = new URL('../runtime/kernel-bundle/kernel.cjs', import.meta.url);

/** The kernel that Jupyter front ends start, by the kernelspec that `eccola install` writes. */
export const JUPYTER_KERNEL_MAIN = new URL('../runtime/kernel/jupyter-main.js', import.meta.url);

/** How long a process has to end by itself before it is killed. */
const STOP_GRACE_MS = 1000;
const LONGEST_LOG_LINE = 4000;

export interface RuntimeProcessOptions {
  cwd: string;
  /** All of the environment that it gets. */
  env: Readonly<Record<string, string>>;
  logger: Logger;
  reaper: Reaper;
  /** Node's own arguments. */
  nodeArguments?: readonly string[];
  /** What the process itself is told. */
  args?: readonly string[];
}

/** One process of the runtime, and the ipc channel to it. */
export interface RuntimeProcess {
  readonly pid: number | undefined;
  /** Never rejects: a process that could not be started has ended too. */
  readonly exited: Promise<KernelExit>;
  /** Resolves when the message is written, or will never be. */
  send(message: Uint8Array | object): Promise<void>;
  onMessage: ((message: unknown) => void) | undefined;
  /** SIGTERM, then SIGKILL; resolves when it is gone. */
  stop(): Promise<void>;
  /** Ends it at once, and has `exited` say that it used more memory than it may. */
  endForMemory(): void;
}

/** Starts a process of the runtime with a clean environment; what it prints goes to the log. */
export function startRuntimeProcess(
  kind: keyof typeof MAIN,
  { cwd, env, logger, reaper, nodeArguments = [], args = [] }: RuntimeProcessOptions,
): RuntimeProcess {
  const child = fork(fileURLToPath(MAIN[kind]), [...args], {
    cwd,
    env: { ...env },
    execArgv: [...nodeArguments],
    serialization: 'advanced',
    // Ctrl+C in a terminal goes to a whole process group: it is the server that ends its processes, in order.
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const log = logger.child({ process: kind, pid: child.pid });
  logLines(child.stdout, (line) => log.info(line));
  logLines(child.stderr, (line) => log.warn(line));
  let isOverLimit = false;
  const exited = whenEnded(child, log, () => isOverLimit);
  if (child.pid !== undefined) reaper.watch(child.pid, exited);

  const running: RuntimeProcess = {
    pid: child.pid,
    exited,
    onMessage: undefined,
    send: (message) =>
      new Promise((resolve) => {
        if (!child.connected) resolve();
        else child.send(message, () => resolve());
      }),
    endForMemory: () => {
      isOverLimit = true;
      child.kill('SIGKILL');
    },
    stop: async () => {
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS);
      await exited;
      clearTimeout(force);
    },
  };
  child.on('message', (message: unknown) => {
    try {
      running.onMessage?.(message);
    } catch (error) {
      // A notebook may write to the channel itself: what is no message must not end the server.
      log.warn({ err: error }, 'a process sent what is no message');
    }
  });
  return running;
}

function whenEnded(
  child: ChildProcess,
  log: Logger,
  isOverLimit: () => boolean,
): Promise<KernelExit> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      log.error({ err: error }, 'a process could not be started or reached');
      if (child.pid === undefined) resolve({ code: null, signal: null });
    });
    child.once('exit', (code, signal) => {
      // Node aborts itself when V8 has no room left in its heap.
      const outOfMemory = isOverLimit() || signal === 'SIGABRT' || code === 134;
      resolve({ code, signal, ...(outOfMemory && { outOfMemory }) });
    });
  });
}

function logLines(stream: Readable | null, write: (line: string) => void): void {
  if (!stream) return;
  createInterface({ input: stream }).on('line', (line) => write(line.slice(0, LONGEST_LOG_LINE)));
}
