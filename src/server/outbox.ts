/** What a kernel says while its page is away, kept until it is back. */
export interface Outbox {
  push(frame: Uint8Array): void;
  /** Takes everything out, oldest first. */
  drain(): Uint8Array[];
}

export interface OutboxLimits {
  bytes: number;
  frames: number;
}

const OUTBOX_LIMITS: OutboxLimits = { bytes: 16 * 1024 * 1024, frames: 5000 };

/**
 * Bounded: when it is full the oldest go. A page that comes back asks for the state of all widgets anyway, so what is
 * lost then is text that a handler printed meanwhile.
 * @param onDrop told once for each time that it runs over
 */
export function createOutbox(onDrop: () => void, limits: OutboxLimits = OUTBOX_LIMITS): Outbox {
  let frames: Uint8Array[] = [];
  let bytes = 0;
  let dropped = false;
  return {
    push: (frame) => {
      frames.push(frame);
      bytes += frame.byteLength;
      while (frames.length > 1 && (bytes > limits.bytes || frames.length > limits.frames)) {
        bytes -= frames.shift()?.byteLength ?? 0;
        if (!dropped) onDrop();
        dropped = true;
      }
    },
    drain: () => {
      const kept = frames;
      frames = [];
      bytes = 0;
      dropped = false;
      return kept;
    },
  };
}
