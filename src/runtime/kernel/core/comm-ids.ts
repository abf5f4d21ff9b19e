import { createUuid } from '../../../protocol/uuid.js';

/**
 * Names comms. With a seed the ids depend on the cell, the kind and the order of creation of its kind in it alone, so that
 * every kernel that executes the same notebook holds the same widgets, and so that what an author adds to a cell leaves
 * widgets of other kinds their ids.
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

  /**
   * @param cellId the cell being executed; a comm that no cell opens gets a random id
   * @param kind a widget's model name
   */
  next(cellId: string | undefined, kind: string): string {
    if (this.#seed === undefined || cellId === undefined) {
      return randomId();
    }
    const place = JSON.stringify([cellId, kind]);
    const order = this.#created.get(place) ?? 0;
    this.#created.set(place, order + 1);
    return this.#digest(JSON.stringify([this.#seed, cellId, kind, order]));
  }
}

function randomId(): string {
  return createUuid().replaceAll('-', '');
}
