import type { Logger } from 'pino';
import { AppError, isAppError } from '../protocol/errors.js';
import { createDeferred, type Deferred } from './deferred.js';
import type { KernelHandle } from './kernel-provisioner.js';
import type { Demand, Limiter } from './limiter.js';
import type { PoolSize } from './pool-size.js';

export interface KernelPoolOptions {
  /** How many kernels wait for visitors. */
  size: PoolSize;
  /** Starts a kernel, and has it execute the notebook where that is done ahead. */
  start: () => Promise<KernelHandle>;
  /** Says when it may start one. */
  limiter: Limiter;
  /** Kernels that wait already. */
  first: readonly KernelHandle[];
  logger: Logger;
}

/** A place in the queue for a kernel. */
export interface KernelTicket {
  readonly kernel: Promise<KernelHandle>;
  /** From 1 for who is next; 0 once there is a kernel. */
  readonly position: number;
  /** Gives up the place; a kernel that was given already goes. */
  cancel(): void;
}

/** Kernels of one version of a notebook that had no visitor. Who came first is given the first. */
export interface KernelPool {
  /** The kernel is the caller's, for good: no kernel ever comes back. */
  take(): KernelTicket;
  /** Whether kernels wait for visitors who may come. One that rests starts a kernel when somebody asks for it. */
  setResting(isResting: boolean): void;
  /** Turns away who waits, and ends the kernels that wait; those that are being started end as soon as they are. */
  close(): Promise<void>;
}

/** A page that has been given its kernel has the processor to itself while it comes to life. */
const REFILL_AFTER_MS = 250;
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 60_000;

/** Who asked for a kernel. */
interface Place extends Deferred<KernelHandle> {
  /** How many starts had begun by then: what becomes of those is no matter to who waits. */
  since: number;
  /** One start that comes to nothing is made up for. */
  hasOneMore: boolean;
}

export function createKernelPool(options: KernelPoolOptions): KernelPool {
  const { size, start, limiter, first, logger } = options;
  const warm = new Set<KernelHandle>();
  const waiting: Place[] = [];
  /** Starts that have begun so far. */
  let begun = 0;
  /** Kernels that will be there, or whose turn to be started will come. */
  let starting = 0;
  /** Of these, those that are being started. */
  let running = 0;
  let retryMs = 0;
  let retry: NodeJS.Timeout | undefined;
  let refill: NodeJS.Timeout | undefined;
  let review: NodeJS.Timeout | undefined;
  let resting = false;
  let closed = false;

  function keepWarm(kernel: KernelHandle): void {
    warm.add(kernel);
    void kernel.exited.then((exit) => {
      if (!warm.delete(kernel) || closed) return;
      logger.warn({ kernel: kernel.id, ...exit }, 'a waiting kernel ended');
      refillLater();
    });
  }

  function target(): number {
    return resting ? 0 : size.target;
  }

  function spare(): number {
    return retry ? 0 : target();
  }

  /** What one more would be for. */
  function demand(): Demand {
    if (closed) return 'none';
    if (running < waiting.length) return 'visitor';
    return warm.size + running < waiting.length + spare() ? 'spare' : 'none';
  }

  function fill(): void {
    if (closed) return;
    while (warm.size + starting < waiting.length + spare()) {
      starting += 1;
      // Given away before the next one's turn comes, so that `demand` counts right.
      void limiter(startOne, demand).finally(() => {
        starting -= 1;
        fill();
      });
    }
  }

  async function startOne(): Promise<void> {
    const startedAt = performance.now();
    running += 1;
    begun += 1;
    const turn = begun;
    try {
      const kernel = await start();
      size.started(performance.now() - startedAt + REFILL_AFTER_MS);
      retryMs = 0;
      const next = waiting.shift();
      if (next) next.resolve(kernel);
      else if (!closed && warm.size < target()) keepWarm(kernel);
      else void kernel.kill();
    } catch (error) {
      const next = hasEnded(error) ? takeLoser(turn) : waiting.shift();
      if (next) next.reject(error);
      else if (!closed) logger.error({ err: error }, 'a kernel could not be prepared');
      refillLater();
    } finally {
      running -= 1;
    }
  }

  /**
   * Takes out who is to hear that a kernel has ended while it was being started, if anybody is. It may have been killed, as
   * all that were being started then: a start that begins later need not fail.
   */
  function takeLoser(turn: number): Place | undefined {
    const loser = waiting.find(({ since }) => since < turn);
    if (loser?.hasOneMore) {
      loser.since = begun;
      loser.hasOneMore = false;
      return undefined;
    }
    if (loser) waiting.splice(waiting.indexOf(loser), 1);
    return loser;
  }

  /** From the first visitor on: those that follow closely do not put it off. */
  function refillSoon(): void {
    refill ??= setTimeout(() => {
      refill = undefined;
      fill();
    }, REFILL_AFTER_MS).unref();
  }

  /** A notebook that fails now and then must not be executed without end. */
  function refillLater(): void {
    retryMs = Math.min(LAST_RETRY_MS, retryMs * 2 || FIRST_RETRY_MS);
    clearTimeout(retry);
    retry = setTimeout(() => {
      retry = undefined;
      fill();
    }, retryMs).unref();
  }

  /** When the rush is over, so are the kernels that were kept for it. */
  function reviewLater(): void {
    if (size.reviewAfter === undefined) return;
    clearTimeout(review);
    review = setTimeout(trim, size.reviewAfter).unref();
  }

  function trim(): void {
    for (const kernel of [...warm].slice(target())) {
      warm.delete(kernel);
      void kernel.kill();
    }
  }

  for (const kernel of first) keepWarm(kernel);
  fill();
  return {
    take: () => {
      size.arrived();
      reviewLater();
      const place: Place = { ...createDeferred<KernelHandle>(), since: begun, hasOneMore: true };
      const [kernel] = warm;
      if (closed) {
        place.reject(replaced());
      } else if (kernel) {
        warm.delete(kernel);
        place.resolve(kernel);
        refillSoon();
      } else {
        waiting.push(place);
        fill();
      }
      return {
        kernel: place.promise,
        get position() {
          return waiting.indexOf(place) + 1;
        },
        cancel: () => cancel(place),
      };
    },
    setResting: (isResting) => {
      resting = isResting;
      trim();
      fill();
    },
    close: async () => {
      closed = true;
      clearTimeout(retry);
      clearTimeout(refill);
      clearTimeout(review);
      const idle = [...warm];
      warm.clear();
      for (const place of waiting.splice(0)) place.reject(replaced());
      await Promise.all(idle.map((kernel) => kernel.kill()));
    },
  };

  function replaced(): AppError {
    return new AppError('KERNEL_NOT_FOUND', 'The notebook has changed meanwhile.', {
      hint: 'Load the page again.',
    });
  }

  function cancel(place: Place): void {
    const index = waiting.indexOf(place);
    if (index >= 0) waiting.splice(index, 1);
    else
      place.promise.then(
        (kernel) => void kernel.kill(),
        () => {},
      );
  }
}

/** Not what the notebook did wrong, but its process's end. */
function hasEnded(error: unknown): boolean {
  return (
    isAppError(error) && (error.code === 'KERNEL_DIED' || error.code === 'KERNEL_START_FAILED')
  );
}
