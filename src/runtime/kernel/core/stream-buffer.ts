import type { MessageContext } from './context.js';

export type StreamName = 'stdout' | 'stderr';

/** So much text leaves at once, also out of a loop that never yields. */
const FLUSH_LENGTH = 32 * 1024;
const FLUSH_INTERVAL_MS = 100;

interface Pending {
  name: StreamName;
  context: MessageContext;
  text: string[];
  length: number;
  since: number;
}

/** Joins what is printed in one turn of the event loop, so that a flood of lines is few messages and loses none. */
export class StreamBuffer {
  #pending: Pending | undefined;
  readonly #emit: (name: StreamName, text: string, context: MessageContext) => void;
  readonly #defer: (task: () => void) => void;

  constructor(
    emit: (name: StreamName, text: string, context: MessageContext) => void,
    defer: (task: () => void) => void,
  ) {
    this.#emit = emit;
    this.#defer = defer;
  }

  write(name: StreamName, text: string, context: MessageContext): void {
    if (text === '') return;
    if (this.#pending?.name !== name || this.#pending.context !== context) this.flush();
    const pending = this.#pending ?? this.#start(name, context);
    pending.text.push(text);
    pending.length += text.length;
    if (pending.length >= FLUSH_LENGTH || Date.now() - pending.since >= FLUSH_INTERVAL_MS) {
      this.flush();
    }
  }

  /** Emits what is held back; called before anything else goes out, so that outputs keep their order. */
  flush(): void {
    const pending = this.#pending;
    if (!pending) return;
    this.#pending = undefined;
    this.#emit(pending.name, pending.text.join(''), pending.context);
  }

  #start(name: StreamName, context: MessageContext): Pending {
    const pending: Pending = { name, context, text: [], length: 0, since: Date.now() };
    this.#pending = pending;
    this.#defer(() => this.flush());
    return pending;
  }
}
