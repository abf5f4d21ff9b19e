import { randomUUID } from 'node:crypto';
import { encodeFrame } from '../protocol/framing.js';
import { createMessage } from '../protocol/messages.js';
import { PROGRESS_TYPE, type RunProgress } from '../protocol/session.js';

/** How far a kernel is that executes its notebook while the visitor looks. */
export interface Progress {
  /** In words; undefined when nothing is being executed any more. */
  set(message: string | undefined): void;
  /** For a page that has just come. */
  repeat(): void;
}

/** @param send to the page, if it is there */
export function createRunProgress(send: (frame: Uint8Array) => void): Progress {
  const session = randomUUID();
  let current: string | undefined;

  function say(): void {
    const content: RunProgress = { message: current ?? null };
    send(encodeFrame(createMessage(PROGRESS_TYPE, content, { channel: 'iopub', session })));
  }

  return {
    set: (message) => {
      if (current === message) return;
      current = message;
      say();
    },
    repeat: say,
  };
}
