import { PROGRESS_TYPE, type RunProgress } from '../protocol/session.js';
import { encodeServerMessage } from './server-message.js';

/** What a kernel does while the visitor looks: execute its notebook, or wait for something in a handler. */
export interface Progress {
  /** In words; undefined when nothing is under way any more. */
  set(message: string | undefined): void;
  /** Something is under way. */
  readonly isUnderWay: boolean;
  /** For a page that has just come: how things stand, if anything was ever under way. */
  readonly frames: readonly Uint8Array[];
}

/** @param send to the page, if it is there */
export function createRunProgress(send: (frame: Uint8Array) => void): Progress {
  let current: string | undefined;
  let latest: Uint8Array | undefined;
  return {
    set: (message) => {
      if (current === message) return;
      current = message;
      const content: RunProgress = { message: message ?? null };
      latest = encodeServerMessage(PROGRESS_TYPE, content);
      send(latest);
    },
    get isUnderWay() {
      return current !== undefined;
    },
    get frames() {
      return latest ? [latest] : [];
    },
  };
}
