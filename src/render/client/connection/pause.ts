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

/** Attempts in which a short outage is over: until then the page is back a second after its network. */
const SHORT = 30;

/** Doubles from a quarter of a second to one, and to three when it lasts; a little apart for every page. */
export function backoff(attempt: number): number {
  const longest = attempt < SHORT ? 1000 : 3000;
  return Math.min(longest, 250 * 2 ** attempt) * (0.75 + Math.random() / 4);
}
