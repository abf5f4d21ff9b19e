/** Handlers that await something are at work, though the kernel says that it is idle: this tells whether there are any. */
export class WorkingHandlers {
  readonly #say: (working: boolean) => void;
  #count = 0;
  #timer: NodeJS.Timeout | undefined;
  #hasSaid = false;

  /** @param say told of a change that lasts */
  constructor(say: (working: boolean) => void) {
    this.#say = say;
  }

  /** A handler works until this settles. */
  add(task: Promise<unknown>): void {
    this.#count += 1;
    this.#timer ??= setTimeout(() => this.#begin(), WORTH_SAYING_MS).unref();
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
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#hasSaid) this.#say(false);
    this.#hasSaid = false;
  }
}

/** Most are done before anybody would wonder. */
const WORTH_SAYING_MS = 300;
