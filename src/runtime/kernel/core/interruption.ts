/** Thrown into a cell that an interrupt ends. */
export class InterruptError extends Error {
  override readonly name = 'Interrupted';

  constructor() {
    super('The execution was interrupted.');
  }
}

/** What an interrupt ends: whatever is being waited for. */
export class Interruption {
  #reject: ((error: InterruptError) => void) | undefined;

  /** Ends the wait; does nothing while nobody waits. */
  interrupt(): void {
    this.#reject?.(new InterruptError());
  }

  /** Waits for the promise, one at a time. @throws InterruptError when it is interrupted before */
  async wait<T>(promise: Promise<T>): Promise<T> {
    const interrupted = new Promise<never>((_, reject) => {
      this.#reject = reject;
    });
    try {
      return await Promise.race([promise, interrupted]);
    } finally {
      this.#reject = undefined;
    }
  }
}
