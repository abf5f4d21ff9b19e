type Setter = (value: unknown) => void;

/** The variables of all cells, as the code that tslab's converter makes of a cell uses them. */
export class CellVariables {
  /** What a cell declares is a property of it, and a name of an earlier cell is looked up in it. */
  readonly exports: Record<string, unknown>;
  readonly #setters = new Map<string, Setter>();

  constructor() {
    const target: Record<string, unknown> = {};
    this.exports = new Proxy(target, {
      set: (_target, property, value) => {
        Reflect.set(target, property, value);
        if (typeof property === 'string') this.#link(property, value);
        return true;
      },
      // TypeScript defines what a cell imports as getters; as plain values a later cell may set them anew.
      defineProperty: (_target, property, { get, value }) => {
        if (property !== '__esModule') Reflect.set(target, property, get ? get() : value);
        return true;
      },
    });
  }

  /**
   * A cell's code calls it first: its variables take the place of those of the same names.
   * @param setters of those that later cells may assign to, which is to reach the cell's own functions too
   */
  declare(names: readonly string[], setters: Readonly<Record<string, Setter>>): void {
    for (const name of names) {
      this.#setters.delete(name);
      const setter = Object.hasOwn(setters, name) ? setters[name] : undefined;
      if (setter) this.#setters.set(name, setter);
    }
  }

  #link(name: string, value: unknown): void {
    const setter = this.#setters.get(name);
    if (!setter) return;
    try {
      setter(value);
    } catch {
      // The cell has not come to the variable's declaration yet, which will set it.
    }
  }
}
