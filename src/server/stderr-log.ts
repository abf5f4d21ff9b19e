import type { Logger } from 'pino';
import { openFrame } from '../protocol/framing.js';
import { createRateLimit } from './rate-limit.js';

/** Writes to the log what a kernel writes to stderr, which visitors do not see. */
export interface StderrLog {
  write(text: string): void;
}

/** A handler may write with every move of a slider. */
const RATE = { burst: 20, perSecond: 1 };
const MOST_CHARACTERS = 8192;

export function createStderrLog(logger: Logger): StderrLog {
  const rate = createRateLimit(RATE);
  let left = 0;
  return {
    write: (text) => {
      if (!rate.tryTake(performance.now())) {
        left += 1;
        return;
      }
      const stderr = text.slice(0, MOST_CHARACTERS).trimEnd();
      logger.warn({ stderr, ...(left > 0 && { leftOut: left }) }, 'a notebook wrote to stderr');
      left = 0;
    },
  };
}

/** The text of a frame that holds what was written to stderr; undefined for another. */
export function stderrOf(bytes: Uint8Array): string | undefined {
  const { header, content } = openFrame(bytes);
  if (header.msg_type !== 'stream') return undefined;
  const { name, text } = content();
  return name === 'stderr' ? String(text) : undefined;
}
