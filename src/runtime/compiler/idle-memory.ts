import { Session } from 'node:inspector';

/** How long after its last work a compiler gives memory back, in ms. */
const IDLE = 2000;
/** What the work since then may leave behind before it is worth collecting, in bytes. */
const WORTH_COLLECTING = 16e6;

/** Gives the system back what compiling has left behind: a third of the process, which Node would keep. */
export class IdleMemory {
  #timer: NodeJS.Timeout | undefined;
  #kept = 0;

  /** To be called with each request. */
  postpone(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#collect(), IDLE).unref();
  }

  #collect(): void {
    if (process.memoryUsage.rss() < this.#kept + WORTH_COLLECTING) return;
    // Only what a debugger asks for shrinks the heap too; `global.gc` leaves it as large as it is.
    const session = new Session();
    session.connect();
    session.post('HeapProfiler.collectGarbage', () => {
      session.disconnect();
      this.#kept = process.memoryUsage.rss();
    });
  }
}
