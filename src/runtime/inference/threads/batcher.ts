interface Waiting<Item, Result> {
  item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/**
 * Gives items to a runner that does one thing at a time. An item that finds it idle goes at once, alone; those that
 * come while it is busy go together in the next run. So batching costs a lone image nothing, and waits for nobody.
 */
export class Batcher<Item, Result> {
  readonly #run: (items: readonly Item[]) => Promise<readonly Result[]>;
  readonly #maxBatch: number;
  #waiting: Waiting<Item, Result>[] = [];
  #running = 0;

  /** @param run returns one result for each item, in their order */
  constructor(run: (items: readonly Item[]) => Promise<readonly Result[]>, maxBatch: number) {
    this.#run = run;
    this.#maxBatch = maxBatch;
  }

  /** How many items wait or run. */
  get size(): number {
    return this.#waiting.length + this.#running;
  }

  /** @throws what the runner threw; an item that failed in company is tried once more alone */
  submit(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (this.#running === 0) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, this.#maxBatch);
      this.#running = batch.length;
      await this.#runBatch(batch);
    }
    this.#running = 0;
  }

  async #runBatch(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.#run(batch.map(({ item }) => item));
      if (results.length !== batch.length) throw new Error('A run answered too few results.');
      for (const [index, result] of results.entries()) batch[index]?.resolve(result);
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(error);
      // One visitor's photo must not fail another's.
      else for (const one of batch) await this.#runBatch([one]);
    }
  }
}
