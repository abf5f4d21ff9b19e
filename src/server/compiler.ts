import type { CompiledNotebook } from '../protocol/compiled.js';
import { AppError } from '../protocol/errors.js';
import type {
  CompileRequest,
  FromCompiler,
  InteractiveRequest,
} from '../protocol/runtime-process.js';
import {
  type RuntimeProcess,
  type RuntimeProcessOptions,
  startRuntimeProcess,
} from './start-runtime.js';

export interface CompilerOptions extends Omit<RuntimeProcessOptions, 'cwd'> {
  /** Absolute path of the folder that compiled notebooks are cached in. */
  cacheDir: string;
  /** The process holds the TypeScript compiler: after this long without work it is ended. */
  idleMs: number;
  /** Have TypeScript loaded when the next change comes, also where all was found in the cache. */
  staysWarm?: boolean;
}

export type CompileJob = Omit<CompileRequest, 'type' | 'id' | 'cacheDir'>;
type Answer = Extract<FromCompiler, { type: 'compiled' | 'failed' }>;

/** Turns notebooks into what kernels execute, one after the other. */
export interface Compiler {
  /**
   * @param onProgress told how many of the cells are done
   * @throws AppError `COMPILER_FAILED` if the compiler itself fails; what is wrong with a cell stands in its diagnostics
   */
  compile(
    job: CompileJob,
    onProgress: (done: number, total: number) => void,
  ): Promise<CompiledNotebook>;
  close(): Promise<void>;
}

interface PendingJob extends CompileJob {
  onProgress: (done: number, total: number) => void;
  resolve: (notebook: CompiledNotebook) => void;
  reject: (error: AppError) => void;
}

export function createCompiler({
  cacheDir,
  idleMs,
  staysWarm = false,
  ...options
}: CompilerOptions): Compiler {
  const pending = new Map<number, PendingJob>();
  let running: RuntimeProcess | undefined;
  let idle: NodeJS.Timeout | undefined;
  let lastId = 0;

  function start(): RuntimeProcess {
    const child = startRuntimeProcess('compiler', { ...options, cwd: '/' });
    child.onMessage = receive;
    void child.exited.then(({ code, signal }) => {
      if (running !== child) return;
      running = undefined;
      failAll(`The compiler’s process ended (${signal ?? `code ${code}`}).`);
    });
    return child;
  }

  function receive(message: unknown): void {
    if (typeof message !== 'object' || message === null || !('id' in message)) return;
    const job = pending.get(Number(message.id));
    if (!job) return;
    // The compiler is ours and runs no notebook: what it says has the shape of the protocol.
    const answer = message as FromCompiler;
    if (answer.type === 'progress') job.onProgress(answer.done, answer.total);
    else if (answer.type === 'warning') options.logger.warn(answer.message);
    else if (answer.type === 'compiled' || answer.type === 'failed') settle(answer, job);
  }

  function settle(answer: Answer, job: PendingJob): void {
    pending.delete(answer.id);
    if (answer.type === 'failed') {
      job.reject(failure(answer.message));
    } else {
      const { fresh, notebook } = answer;
      if (fresh > 0) options.logger.info({ cells: fresh, of: job.cells.length }, 'compiled');
      else if (staysWarm) warm(job);
      job.resolve(notebook);
    }
    if (pending.size === 0) idle = setTimeout(() => void stop(), idleMs).unref();
  }

  /** Nobody waits for the answer. */
  function warm({ cwd, language }: PendingJob): void {
    const nothing = { declarations: '', moduleCells: [], source: '' };
    void running?.send({
      type: 'compile-cell',
      id: 0,
      cwd,
      language,
      ...nothing,
    } satisfies InteractiveRequest);
  }

  async function stop(): Promise<void> {
    clearTimeout(idle);
    const child = running;
    // What is asked from now on goes to the next process.
    running = undefined;
    await child?.stop();
  }

  function failAll(reason: string): void {
    for (const job of pending.values()) job.reject(failure(reason));
    pending.clear();
  }

  return {
    compile: (job, onProgress) =>
      new Promise((resolve, reject) => {
        clearTimeout(idle);
        running ??= start();
        lastId += 1;
        pending.set(lastId, { ...job, onProgress, resolve, reject });
        void running.send({
          type: 'compile',
          id: lastId,
          cacheDir,
          ...job,
        } satisfies CompileRequest);
      }),
    close: async () => {
      failAll('The server is stopping.');
      await stop();
    },
  };
}

function failure(reason: string): AppError {
  return new AppError('COMPILER_FAILED', `The notebook could not be compiled. ${reason}`, {
    hint: 'The server’s log holds what the compiler printed.',
  });
}
