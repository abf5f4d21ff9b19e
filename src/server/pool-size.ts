/** How many kernels are kept waiting for visitors: a number, or `auto`, which follows the arrivals. */
export type PoolSizeOption = number | 'auto';

export interface PoolSize {
  /** How many should wait now. */
  readonly target: number;
  /** When `target` may have become smaller without anybody coming, in milliseconds; undefined where it never does. */
  readonly reviewAfter: number | undefined;
  /** A visitor has come. */
  arrived(): void;
  /** From the visitor who took a kernel to the next one that is ready, in milliseconds. */
  started(milliseconds: number): void;
}

/** Arrivals further back say nothing of those to come. */
const WINDOW_MS = 30_000;
/** Each holds its memory, and a machine starts no more at a time than it has cores. */
const MOST = 16;

/**
 * With `auto` there are as many as visitors come while one kernel is being replaced, by the busiest such stretch of the last
 * half minute, and one to spare.
 */
export function createPoolSize(
  option: PoolSizeOption,
  now: () => number = () => performance.now(),
): PoolSize {
  let arrivals: number[] = [];
  let startMs = 1000;

  function busiest(): number {
    const since = now() - WINDOW_MS;
    arrivals = arrivals.filter((at) => at > since);
    let most = 0;
    let first = 0;
    arrivals.forEach((at, last) => {
      while ((arrivals[first] ?? at) < at - startMs) first += 1;
      most = Math.max(most, last - first + 1);
    });
    return most;
  }

  return {
    get target() {
      return option === 'auto' ? Math.min(MOST, 1 + busiest()) : option;
    },
    reviewAfter: option === 'auto' ? WINDOW_MS : undefined,
    arrived: () => {
      if (option === 'auto') arrivals.push(now());
    },
    started: (milliseconds) => {
      startMs = Math.max(200, (startMs + milliseconds) / 2);
    },
  };
}
