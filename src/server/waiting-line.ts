/** Who waits for a place, in the order in which they came. */
export interface WaitingLine {
  /**
   * Somebody asks, for the first time or again: who does not ask any more is passed over.
   * @param free places that are free now
   * @param client where they come from
   * @returns 0 if one of them is theirs, and they leave the line; else their position, from 1
   */
  ask(key: string, free: number, client: string): number;
  /** Somebody gives up. */
  leave(key: string): void;
  /** How many of a client's wait, silent ones too, beside this one. */
  countOf(client: string, beside: string): number;
  /** Those who have asked lately. */
  readonly size: number;
}

/** Pages ask every second, hidden ones every minute: a page that is silent for long lets the others pass, and keeps its turn. */
const SILENT_MS = 5000;
const GONE_MS = 120_000;

export function createWaitingLine(now: () => number = () => performance.now()): WaitingLine {
  /** When each asked last; a `Map` keeps the order. */
  const asked = new Map<string, { at: number; client: string }>();

  function present(): string[] {
    const time = now();
    for (const [key, { at }] of asked) if (time - at > GONE_MS) asked.delete(key);
    return [...asked].filter(([, { at }]) => time - at <= SILENT_MS).map(([key]) => key);
  }

  return {
    ask: (key, free, client) => {
      asked.set(key, { at: now(), client });
      const before = present().indexOf(key);
      if (before >= free) return before - free + 1;
      asked.delete(key);
      return 0;
    },
    leave: (key) => void asked.delete(key),
    countOf: (client, beside) => {
      const others = [...asked].filter(([key, { at }]) => key !== beside && now() - at <= GONE_MS);
      return others.filter(([, entry]) => entry.client === client).length;
    },
    get size() {
      return present().length;
    },
  };
}
