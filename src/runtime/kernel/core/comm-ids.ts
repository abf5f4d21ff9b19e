/**
 * Names comms. With a seed the ids depend on the cell and on the order of creation in it alone, so that every kernel that
 * executes the same notebook holds the same widgets.
 */
export class CommIds {
  #seed: string | undefined;
  readonly #created = new Map<string, number>();
  readonly #digest: (text: string) => string;

  constructor(seed: string | undefined, digest: (text: string) => string) {
    this.#seed = seed;
    this.#digest = digest;
  }

  /** From now on ids are random: what is made now belongs to one visitor. */
  randomize(): void {
    this.#seed = undefined;
    this.#created.clear();
  }

  /** @param cellId the cell being executed; a comm that no cell opens gets a random id */
  next(cellId: string | undefined): string {
    if (this.#seed === undefined || cellId === undefined) {
      return randomId();
    }
    const order = this.#created.get(cellId) ?? 0;
    this.#created.set(cellId, order + 1);
    return this.#digest(JSON.stringify([this.#seed, cellId, order]));
  }
}

function randomId(): string {
  return crypto.randomUUID().replaceAll('-', '');
}
