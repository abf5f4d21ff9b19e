/** How long a frame waits for those that follow it: less than a visitor notices, more than a quick handler takes. */
const PATIENCE_MS = 3;
/** Of frames that wait, in bytes: what is large gains nothing from company, and would be copied. */
const MOST_WAITING = 32 * 1024;

/** Frames that follow each other at once, put together: to a browser each websocket message is a task of its own. */
export interface FrameBatch {
  /** @param more another frame is to be expected at once, so that this one may wait for it */
  add(frame: Uint8Array, more: boolean): void;
  /** Sends what waits. */
  flush(): void;
}

/** @param send given one frame, or several one after the other */
export function createFrameBatch(send: (bytes: Uint8Array) => void): FrameBatch {
  let waiting: Uint8Array[] = [];
  let bytes = 0;
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    const [first, ...others] = waiting;
    if (!first) return;
    const sent = others.length === 0 ? first : Buffer.concat(waiting);
    waiting = [];
    bytes = 0;
    send(sent);
  }

  return {
    add: (frame, more) => {
      if (bytes + frame.byteLength > MOST_WAITING) flush();
      waiting.push(frame);
      bytes += frame.byteLength;
      if (!more || bytes > MOST_WAITING) flush();
      else timer ??= setTimeout(flush, PATIENCE_MS);
    },
    flush,
  };
}
