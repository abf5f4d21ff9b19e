import { Worker } from 'node:worker_threads';
import type { ThreadAnswer, ThreadCall, ThreadMethods } from './serve-calls.js';

/** A call took longer than it may; no later call is tried. Native code cannot be stopped: if it runs, its process has to end. */
export class ThreadStuckError extends Error {
  override readonly name = 'ThreadStuckError';
}

/** The thread ended before it answered: it crashed, or was closed. */
export class ThreadEndedError extends Error {
  override readonly name = 'ThreadEndedError';
}

interface Pending {
  resolve(result: unknown): void;
  reject(error: Error): void;
  timer: NodeJS.Timeout;
}

/** A worker thread that answers calls. Its other half is `serveCalls`. */
export class WorkerThread<Methods extends ThreadMethods> {
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #ended: Error | undefined;

  /** @param onEnd called once when the thread has ended, whyever */
  constructor(entry: URL, onEnd: () => void) {
    this.#worker = new Worker(entry);
    let crash: unknown;
    this.#worker.on('error', (error) => {
      crash = error;
    });
    this.#worker.on('exit', (code) => {
      this.#end(new ThreadEndedError(`The thread ended with code ${code}.`, { cause: crash }));
      onEnd();
    });
    this.#worker.on('message', (answer: ThreadAnswer) => this.#answer(answer));
    this.#worker.unref();
  }

  /** Calls wait for their answers. */
  get busy(): boolean {
    return this.#pending.size > 0;
  }

  /**
   * @param timeout in milliseconds
   * @throws Error with the message of what the thread's handler threw, ThreadStuckError, ThreadEndedError
   */
  call<M extends keyof Methods & string>(
    method: M,
    params: Methods[M]['params'],
    { timeout }: { timeout: number },
  ): Promise<Methods[M]['result']> {
    return new Promise((resolve, reject) => {
      if (this.#ended) {
        reject(this.#ended);
        return;
      }
      this.#lastId += 1;
      const timer = setTimeout(() => {
        this.#end(new ThreadStuckError(`No answer within ${timeout} ms.`));
      }, timeout);
      this.#pending.set(this.#lastId, { resolve, reject, timer });
      const call: ThreadCall = { id: this.#lastId, method, params };
      this.#worker.postMessage(call);
    });
  }

  close(): void {
    void this.#worker.terminate();
  }

  #answer(answer: ThreadAnswer): void {
    const pending = this.#pending.get(answer.id);
    if (!pending) return;
    this.#pending.delete(answer.id);
    clearTimeout(pending.timer);
    if (answer.ok) pending.resolve(answer.result);
    else pending.reject(new Error(answer.message));
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const { reject, timer } of this.#pending.values()) {
      clearTimeout(timer);
      reject(this.#ended);
    }
    this.#pending.clear();
  }
}
