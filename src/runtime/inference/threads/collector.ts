import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Of what was let go before it is worth collecting while there is work, in bytes. */
const WORTH_COLLECTING = 2 * 1024 * 1024;
/** How long after the last work the rest is collected, in ms. */
const IDLE = 500;

/**
 * Has V8 free the memory of pictures as they are let go of. It looks at its own heap, in which a photo is a few bytes: by itself
 * it would hold some sixty megabytes of them.
 */
export class Collector {
  readonly #collect: unknown;
  readonly #timer = setTimeout(() => this.#run(), IDLE).unref();
  #bytes = 0;

  constructor() {
    setFlagsFromString('--expose-gc');
    this.#collect = runInNewContext('gc');
  }

  /** To be called when a picture, or what was made of it, is used no more. */
  released(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > WORTH_COLLECTING) this.#run();
    else this.#timer.refresh();
  }

  /** The youngest objects, in about a millisecond: pictures do not become old. */
  #run(): void {
    if (this.#bytes === 0) return;
    this.#bytes = 0;
    if (typeof this.#collect === 'function') this.#collect({ type: 'minor' });
  }
}
