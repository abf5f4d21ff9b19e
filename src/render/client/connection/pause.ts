/** A wait that whoever holds it can cut short. */
export interface Pause {
  wait(milliseconds: number): Promise<void>;
  /** Ends the wait that is under way, if one is. */
  end(): void;
}

export function createPause(): Pause {
  let end = () => {};
  return {
    wait: (milliseconds) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        end = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
    end: () => end(),
  };
}

/** Doubles from a quarter of a second to two, a little apart for every page. */
export function backoff(attempt: number): number {
  return Math.min(2000, 250 * 2 ** attempt) * (0.75 + Math.random() / 4);
}
