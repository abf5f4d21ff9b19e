import { AsyncLocalStorage } from 'node:async_hooks';
import { inspect } from 'node:util';
import type { ContextStore, MessageContext } from '../core/context.js';

/** Follows a request through timers, promises and callbacks. */
export function createContextStore(): ContextStore {
  const storage = new AsyncLocalStorage<MessageContext>();
  hideFromInspection(storage);
  return {
    run: (context, task) => storage.run(context, task),
    current: () => storage.getStore(),
  };
}

/**
 * Before Node 22 a storage is kept in properties of every promise, which `console.log` would show.
 * They must stay, so they are made to count as hidden when a promise is printed.
 */
function hideFromInspection(storage: AsyncLocalStorage<MessageContext>): void {
  const sample = storage.run(Object.create(null), () => Promise.resolve());
  const symbols = Object.getOwnPropertySymbols(sample);
  if (symbols.length === 0) return;
  Object.defineProperty(Promise.prototype, inspect.custom, {
    configurable: true,
    value: function (this: object) {
      for (const symbol of symbols) {
        const property = Object.getOwnPropertyDescriptor(this, symbol);
        if (property) Object.defineProperty(this, symbol, { ...property, enumerable: false });
      }
      return this;
    },
  });
}
