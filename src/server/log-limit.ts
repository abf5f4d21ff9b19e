import { createRateLimit } from './rate-limit.js';

/** Keeps what a notebook does with every move of a slider from filling the log. */
export interface LogLimit {
  /** @returns what the entry says beside its own, if it may be written: how many were left out before it */
  take(): { leftOut?: number } | undefined;
}

const RATE = { burst: 20, perSecond: 1 };
const MOST_CHARACTERS = 8192;

export function createLogLimit(): LogLimit {
  const rate = createRateLimit(RATE);
  let leftOut = 0;
  return {
    take: () => {
      if (!rate.tryTake(performance.now())) {
        leftOut += 1;
        return undefined;
      }
      const entry = leftOut > 0 ? { leftOut } : {};
      leftOut = 0;
      return entry;
    },
  };
}

/** A text of a notebook's, which may be of any length, as the log has it. */
export function shorten(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)} …` : text;
}
