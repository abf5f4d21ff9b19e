import { shortHash } from './sha256-hex.js';

export interface CommIdsOptions {
  seed: string | undefined;
  /** Of no other kernel. */
  session: string;
}

/**
 * Names comms. With a seed the ids depend on the cell, the kind and the order of creation of its kind in it alone, so that
 * every kernel that executes the same notebook holds the same widgets, and so that what an author adds to a cell leaves
 * widgets of other kinds their ids.
 */
export class CommIds {
  #seed: string | undefined;
  readonly #created = new Map<string, number>();
  readonly #session: string;
  #unseeded = 0;

  constructor({ seed, session }: CommIdsOptions) {
    this.#seed = seed;
    this.#session = session;
  }

  /** From now on ids are this kernel's own: what is made now belongs to one visitor. */
  randomize(): void {
    this.#seed = undefined;
    this.#created.clear();
  }

  /**
   * @param cellId the cell being executed; a comm that no cell opens gets an id of this kernel's own
   * @param kind a widget's model name
   */
  next(cellId: string | undefined, kind: string): string {
    if (this.#seed === undefined || cellId === undefined) {
      this.#unseeded += 1;
      return digest([this.#session, this.#unseeded]);
    }
    const place = JSON.stringify([cellId, kind]);
    const order = this.#created.get(place) ?? 0;
    this.#created.set(place, order + 1);
    return digest([this.#seed, cellId, kind, order]);
  }
}

function digest(parts: readonly unknown[]): string {
  return shortHash(JSON.stringify(parts));
}
