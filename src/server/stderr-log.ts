import type { Logger } from 'pino';
import type { FrameView } from '../protocol/framing.js';
import { createLogLimit, shorten } from './log-limit.js';

/** Writes to the log what a kernel writes to stderr, which visitors do not see. */
export interface StderrLog {
  write(text: string): void;
}

export function createStderrLog(logger: Logger): StderrLog {
  const limit = createLogLimit();
  return {
    write: (text) => {
      const entry = limit.take();
      if (entry)
        logger.warn({ stderr: shorten(text.trimEnd()), ...entry }, 'a notebook wrote to stderr');
    },
  };
}

/** The text of a frame that holds what was written to stderr; undefined for another. */
export function stderrOf({ header, content }: FrameView): string | undefined {
  if (header.msg_type !== 'stream') return undefined;
  const { name, text } = content();
  return name === 'stderr' ? String(text) : undefined;
}
