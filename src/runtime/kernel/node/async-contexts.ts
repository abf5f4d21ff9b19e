import { AsyncLocalStorage } from 'node:async_hooks';
import type { ContextStore, MessageContext } from '../core/context.js';

/** Follows a request through timers, promises and callbacks. */
export function createContextStore(): ContextStore {
  const storage = new AsyncLocalStorage<MessageContext>();
  return {
    run: (context, task) => storage.run(context, task),
    current: () => storage.getStore(),
  };
}
