/** How long after the last visitor a server rests, in ms. */
const IDLE_MS = 2000;
/** What visitors may leave behind before it is worth collecting, in bytes. */
const WORTH_COLLECTING = 4e6;

/** What a server does when nobody visits it: it gives the system back what V8 would keep for the next hundreds. */
export interface Rest {
  /** To be told of every change. */
  visitors(count: number): void;
}

export function createRest(): Rest {
  let timer: NodeJS.Timeout | undefined;
  let kept = 0;

  async function begin(): Promise<void> {
    if (process.memoryUsage.rss() < kept + WORTH_COLLECTING) return;
    // A Node may have been built without it.
    const { Session } = await import('node:inspector');
    // Only what a debugger asks for shrinks the heap too; `global.gc` leaves it as large as it is.
    const session = new Session();
    session.connect();
    session.post('HeapProfiler.collectGarbage', () => {
      // Not here: the profiler holds a lock until this has returned, and takes it to let go of the session.
      setImmediate(() => session.disconnect());
      kept = process.memoryUsage.rss();
    });
  }

  return {
    visitors: (count) => {
      clearTimeout(timer);
      if (count === 0) timer = setTimeout(() => void begin().catch(() => {}), IDLE_MS).unref();
    },
  };
}
