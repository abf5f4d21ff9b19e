/** Runs a task after some milliseconds, without keeping a process alive for it; the function takes it back. */
type After = (task: () => void, milliseconds: number) => () => void;

/** Handlers that await something are at work, though the kernel says that it is idle: this tells whether there are any. */
export class WorkingHandlers {
  readonly #say: (working: boolean) => void;
  readonly #after: After;
  #count = 0;
  #cancel: (() => void) | undefined;
  #hasSaid = false;

  /** @param say told of a change that lasts */
  constructor(say: (working: boolean) => void, after: After) {
    this.#say = say;
    this.#after = after;
  }

  /** A handler works until this settles. */
  add(task: Promise<unknown>): void {
    this.#count += 1;
    this.#cancel ??= this.#after(() => this.#begin(), WORTH_SAYING_MS);
    const end = () => this.#end();
    task.then(end, end);
  }

  #begin(): void {
    this.#hasSaid = true;
    this.#say(true);
  }

  #end(): void {
    this.#count -= 1;
    if (this.#count > 0) return;
    this.#cancel?.();
    this.#cancel = undefined;
    if (this.#hasSaid) this.#say(false);
    this.#hasSaid = false;
  }
}

/** Most are done before anybody would wonder. */
const WORTH_SAYING_MS = 300;
