/** Why something is to run: somebody waits for it, it would be good to have, or nobody wants it any more. */
export type Demand = 'visitor' | 'spare' | 'none';

/**
 * Runs a task when it is its turn.
 * @param demand asked while the task waits, as that may change
 * @returns undefined if it was not run, as nobody wanted it any more
 */
export type Limiter = <T>(task: () => Promise<T>, demand?: () => Demand) => Promise<T | undefined>;

export interface LimiterOptions {
  /** Tasks at once. */
  most: number;
  /** Of these, of one share. */
  mostOfShare: number;
}

interface Turn {
  share: Share;
  demand: () => Demand;
  run: () => void;
  drop: () => void;
}

interface Share {
  running: number;
}

/**
 * Bounds how many tasks run at once. What somebody waits for goes first, then who came first; whose share is used up
 * lets others pass, so that tasks that take long hold up nobody but their own.
 * @returns what makes a share
 */
export function createLimiter({ most, mostOfShare }: LimiterOptions): () => Limiter {
  let waiting: Turn[] = [];
  let running = 0;

  function nextTurn(): Turn | undefined {
    const unwanted = waiting.filter(({ demand }) => demand() === 'none');
    waiting = waiting.filter((turn) => !unwanted.includes(turn));
    for (const turn of unwanted) turn.drop();
    const possible = running < most ? waiting.filter((t) => t.share.running < mostOfShare) : [];
    return possible.find(({ demand }) => demand() === 'visitor') ?? possible[0];
  }

  function advance(): void {
    for (let turn = nextTurn(); turn; turn = nextTurn()) {
      waiting.splice(waiting.indexOf(turn), 1);
      turn.run();
    }
  }

  return () => {
    const share: Share = { running: 0 };
    const count = (change: 1 | -1) => {
      running += change;
      share.running += change;
    };
    return async (task, demand = () => 'visitor') =>
      await new Promise((resolve, reject) => {
        const run = () => {
          count(1);
          void task()
            .then(resolve, reject)
            .finally(() => {
              count(-1);
              advance();
            });
        };
        waiting.push({ share, demand, run, drop: () => resolve(undefined) });
        advance();
      });
  };
}
