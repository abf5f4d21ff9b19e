import { PROGRESS_TYPE, type RunProgress } from '../protocol/session.js';
import { encodeServerMessage } from './server-message.js';

/** What a kernel does while the visitor looks: execute its notebook, or wait for something in a handler. */
export interface Progress {
  /** In words; undefined when nothing is being executed any more. */
  set(message: string | undefined): void;
  /** For a page that has just come. */
  repeat(): void;
  /** Something is under way. */
  readonly isUnderWay: boolean;
}

/** @param send to the page, if it is there */
export function createRunProgress(send: (frame: Uint8Array) => void): Progress {
  let current: string | undefined;

  function say(): void {
    const content: RunProgress = { message: current ?? null };
    send(encodeServerMessage(PROGRESS_TYPE, content));
  }

  return {
    set: (message) => {
      if (current === message) return;
      current = message;
      say();
    },
    repeat: say,
    get isUnderWay() {
      return current !== undefined;
    },
  };
}
