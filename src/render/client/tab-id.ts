import { createUuid } from '../../protocol/uuid.js';

const STORAGE_KEY = 'eccola-session';

/** The id of this tab's session: kept over reloads, and never another live tab's. */
export interface TabId {
  readonly current: string;
  /**
   * Takes the id; to be awaited before it is used. A duplicated tab starts with a copy of the other's sessionStorage: a
   * lock of the id's name tells, and it takes a new one. Where there are no locks (plain http on another machine) the
   * server tells.
   */
  claim(): Promise<void>;
  /** Takes the id that the server gave instead. */
  replace(id: string): Promise<void>;
  /** Lets a tab that takes this one's place (a reload) have the id; `claim` takes it back. */
  release(): void;
}

export function createTabId(): TabId {
  let id: string | undefined;
  let release: (() => void) | undefined;

  return {
    get current() {
      if (id === undefined) throw new Error('The tab’s id was used before it was claimed.');
      return id;
    },
    async claim() {
      if (id !== undefined) {
        release ??= await holdLock(id);
        return;
      }
      id = stored() ?? createUuid();
      release = await holdLock(id);
      if (!release) {
        id = createUuid();
        release = await holdLock(id);
      }
      store(id);
    },
    async replace(next) {
      if (next === id) return;
      release?.();
      id = next;
      store(id);
      release = await holdLock(id);
    },
    release() {
      release?.();
      release = undefined;
    },
  };
}

/** Time for a page that this one replaces to let go of the lock. */
const LOCK_PATIENCE = 200;

/** Holds a lock until the returned function is called; undefined when another tab holds it. */
async function holdLock(id: string): Promise<(() => void) | undefined> {
  if (!('locks' in navigator)) return () => {};
  return new Promise((resolve) => {
    navigator.locks
      .request(
        `eccola ${id}`,
        { signal: AbortSignal.timeout(LOCK_PATIENCE) },
        () => new Promise<void>((release) => resolve(release)),
      )
      .catch(() => resolve(undefined));
  });
}

function stored(): string | undefined {
  try {
    return sessionStorage.getItem(STORAGE_KEY) ?? undefined;
  } catch {
    return undefined;
  }
}

function store(id: string): void {
  try {
    sessionStorage.setItem(STORAGE_KEY, id);
  } catch {
    // A browser that keeps nothing: every load is a new tab.
  }
}
