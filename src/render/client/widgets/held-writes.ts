/** Keeps what is written to a document's elements for a moment, to be drawn with what else comes in it. */
export class HeldWrites {
  #waiting: (() => void)[] | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** From here on what is written waits for {@link draw}, for `longest` ms at most. */
  hold(longest: number): void {
    this.draw();
    this.#waiting = [];
    this.#timer = setTimeout(() => this.draw(), longest);
  }

  /** Does what has waited, in its order; what is written from here on waits no more. */
  draw(): void {
    clearTimeout(this.#timer);
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const write of waiting) write();
  }

  /** Writes at once, or, while writes are held, after those that wait already. */
  write(write: () => void): void {
    if (this.#waiting) this.#waiting.push(write);
    else write();
  }

  /** The same object, on which whoever sets a property may have to wait; whoever reads one sees all that was set. */
  through<T extends object>(target: T): T {
    return new Proxy(target, {
      set: (_, key, value) => {
        this.write(() => Reflect.set(target, key, value));
        return true;
      },
      get: (_, key) => {
        this.draw();
        const value: unknown = Reflect.get(target, key);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  }
}
