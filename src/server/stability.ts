import { AppError } from '../protocol/errors.js';

/** Sees to it that a notebook which ends its kernels is not started for one visitor without end. */
export interface Stability {
  /** A kernel ended by itself. */
  noteEnd(): void;
  /** A kernel came to no end of the notebook. */
  noteFailure(error: AppError): void;
  /** Why there is no other kernel for now. */
  readonly failure: AppError | undefined;
}

/** A visitor whose kernel is killed now and then, whoever does that, has the next at once; a loop comes to as many in seconds. */
const MOST_ENDS = 6;
const WITHIN_MS = 30_000;
/** How long there is none. */
const REST_MS = 30_000;

export function createStability(now: () => number = () => performance.now()): Stability {
  let ends: number[] = [];
  let failed: { error: AppError; at: number } | undefined;

  return {
    noteEnd: () => {
      ends = [...ends.filter((at) => now() - at < WITHIN_MS), now()];
      if (ends.length < MOST_ENDS || failed) return;
      const error = new AppError('KERNEL_DIED', 'The notebook stops again and again.', {
        hint: 'Try again in a minute.',
      });
      failed = { error, at: now() };
    },
    noteFailure: (error) => {
      failed = { error, at: now() };
    },
    get failure() {
      if (failed && now() - failed.at >= REST_MS) {
        failed = undefined;
        ends = [];
      }
      return failed?.error;
    },
  };
}
