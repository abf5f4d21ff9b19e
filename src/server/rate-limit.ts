/** A bucket of tokens: so many at once, so many a second in the long run. */
export interface RateLimit {
  /** Takes one. @returns how many milliseconds to wait before the next, 0 if there are some left */
  take(now: number): number;
  /** Takes one if there is one. */
  tryTake(now: number): boolean;
}

export function createRateLimit({
  burst,
  perSecond,
}: {
  burst: number;
  perSecond: number;
}): RateLimit {
  let tokens = burst;
  let last: number | undefined;
  function refill(now: number): void {
    tokens = Math.min(burst, tokens + ((now - (last ?? now)) / 1000) * perSecond);
    last = now;
  }

  return {
    take: (now) => {
      refill(now);
      tokens -= 1;
      return tokens >= 0 ? 0 : (-tokens / perSecond) * 1000;
    },
    tryTake: (now) => {
      refill(now);
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
