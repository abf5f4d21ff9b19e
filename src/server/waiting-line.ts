/** Who waits for a place, in the order in which they came. */
export interface WaitingLine {
  /**
   * Somebody asks, for the first time or again: who does not ask any more is passed over.
   * @param free places that are free now
   * @returns 0 if one of them is theirs, and they leave the line; else their position, from 1
   */
  ask(key: string, free: number): number;
  /** Somebody gives up. */
  leave(key: string): void;
  /** Those who have asked lately. */
  readonly size: number;
}

/** Pages ask every second, hidden ones every minute: a page that is silent for long lets the others pass, and keeps its turn. */
const SILENT_MS = 5000;
const GONE_MS = 120_000;

export function createWaitingLine(now: () => number = () => performance.now()): WaitingLine {
  /** When each asked last; a `Map` keeps the order. */
  const askedAt = new Map<string, number>();

  function present(): string[] {
    const time = now();
    for (const [key, at] of askedAt) if (time - at > GONE_MS) askedAt.delete(key);
    return [...askedAt].filter(([, at]) => time - at <= SILENT_MS).map(([key]) => key);
  }

  return {
    ask: (key, free) => {
      askedAt.set(key, now());
      const before = present().indexOf(key);
      if (before >= free) return before - free + 1;
      askedAt.delete(key);
      return 0;
    },
    leave: (key) => void askedAt.delete(key),
    get size() {
      return present().length;
    },
  };
}
