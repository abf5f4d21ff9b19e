import { getHost } from './host.js';

/** Undoes a subscription. */
export type Unsubscribe = () => void;

/** The handlers of one event of one widget. What a handler throws or rejects with goes to the host, never to its caller. */
export class Handlers<Args extends unknown[]> {
  readonly #handlers = new Set<(...args: Args) => unknown>();

  add(handler: (...args: Args) => unknown): Unsubscribe {
    this.#handlers.add(handler);
    return () => this.remove(handler);
  }

  remove(handler: (...args: Args) => unknown): void {
    this.#handlers.delete(handler);
  }

  clear(): void {
    this.#handlers.clear();
  }

  /** Calls each handler that was there at the start, in the order of subscription. */
  call(...args: Args): void {
    for (const handler of [...this.#handlers]) {
      if (this.#handlers.has(handler)) void run(handler, args);
    }
  }
}

async function run<Args extends unknown[]>(handler: (...args: Args) => unknown, args: Args) {
  try {
    const result = handler(...args);
    if (!isThenable(result)) return;
    // Once: what is no promise may do its work each time that it is awaited.
    const task = Promise.resolve(result);
    getHost().working(task);
    await task;
  } catch (error) {
    getHost().reportError(error);
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'then' in value &&
    typeof value.then === 'function'
  );
}
