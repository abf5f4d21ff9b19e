import { Session } from 'node:inspector';
import type { CodeCache } from './code-cache.js';

/** How long after its last work a compiler rests, in ms. */
const IDLE = 2000;
/** What the work since then may leave behind before it is worth collecting, in bytes. */
const WORTH_COLLECTING = 16e6;

/**
 * What a compiler does when nobody asks it for anything: keeps V8's code for the next one, and gives the system back what
 * compiling has left behind, a third of the process, which Node would keep.
 */
export class Rest {
  readonly #codeCache: CodeCache;
  #timer: NodeJS.Timeout | undefined;
  #kept = 0;

  constructor(codeCache: CodeCache) {
    this.#codeCache = codeCache;
  }

  /** To be called with each request. */
  postpone(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#begin(), IDLE).unref();
  }

  #begin(): void {
    this.#codeCache.save();
    if (process.memoryUsage.rss() < this.#kept + WORTH_COLLECTING) return;
    // Only what a debugger asks for shrinks the heap too; `global.gc` leaves it as large as it is.
    const session = new Session();
    session.connect();
    session.post('HeapProfiler.collectGarbage', () => {
      // Not here: the profiler holds a lock until this has returned, and takes it to let go of the session.
      setImmediate(() => session.disconnect());
      this.#kept = process.memoryUsage.rss();
    });
  }
}
