import type { ContextStore, MessageContext } from '../core/context.js';

/** Follows a request as far as a browser lets it be followed. */
export interface BrowserContexts extends ContextStore {
  /** Code that has no context of its own belongs to the current one until the task settles. */
  hold(task: Promise<unknown>): void;
  /** What awaits the promise belongs to the current context. */
  follow<T>(promise: Promise<T>): Promise<T>;
}

/**
 * Browsers carry nothing along asynchronous work. Timers and `fetch` are wrapped, so that what they lead to has its context
 * for the rest of that turn of the event loop; what is awaited otherwise belongs to the cell or handler that came last and is
 * still at work.
 */
export function createContexts(scope: typeof globalThis): BrowserContexts {
  const held: { context: MessageContext }[] = [];
  let current: MessageContext | undefined;
  /** The context of this turn of the event loop, its microtasks included. */
  let turn: MessageContext | undefined;
  const turnEnd = new MessageChannel();
  turnEnd.port1.onmessage = () => {
    turn = undefined;
  };

  function enterTurn(context: MessageContext | undefined): void {
    turn = context;
    // Comes after the microtasks of this turn.
    turnEnd.port2.postMessage(null);
  }

  const contexts: BrowserContexts = {
    run: (context, task) => {
      const before = current;
      current = context;
      try {
        const result = task();
        if (result instanceof Promise) contexts.hold(result);
        return result;
      } finally {
        current = before;
      }
    },
    current: () => current ?? turn ?? held.at(-1)?.context,
    hold: (task) => {
      const context = contexts.current();
      if (!context) return;
      const entry = { context };
      held.push(entry);
      const release = () => void held.splice(held.indexOf(entry), 1);
      task.then(release, release);
    },
    follow: (promise) => {
      const context = contexts.current();
      return promise.finally(() => enterTurn(context));
    },
  };

  function inContext<Args extends unknown[]>(task: (...args: Args) => void) {
    const context = contexts.current();
    return (...args: Args) => {
      enterTurn(context);
      task(...args);
    };
  }

  for (const name of ['setTimeout', 'setInterval'] as const) {
    const original = scope[name].bind(scope);
    Reflect.set(scope, name, (task: unknown, ...rest: [number?, ...unknown[]]) =>
      original(typeof task === 'function' ? inContext(toTask(task)) : String(task), ...rest),
    );
  }
  const fetchOriginal = scope.fetch.bind(scope);
  scope.fetch = (...args) => contexts.follow(fetchOriginal(...args));
  return contexts;
}

function toTask(task: object): (...args: unknown[]) => void {
  return (...args) => void Reflect.apply(task as () => void, undefined, args);
}
