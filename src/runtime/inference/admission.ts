import { AppError } from '../../protocol/errors.js';
import type { InferenceLimits } from '../../protocol/runtime-process.js';

type AdmissionLimits = Pick<InferenceLimits, 'images' | 'imageBytes'>;

/** The bound on all work that the service has accepted, so that a burst meets a sentence and not the end of the memory. */
export class Admission {
  readonly #limits: AdmissionLimits;
  #images = 0;
  #bytes = 0;

  constructor(limits: AdmissionLimits) {
    this.#limits = limits;
  }

  /** @throws AppError `INFERENCE_BUSY`, saying how long the queue is */
  async admit<Result>(bytes: number, task: () => Promise<Result>): Promise<Result> {
    if (this.#images >= this.#limits.images || this.#bytes + bytes > this.#limits.imageBytes) {
      throw new AppError(
        'INFERENCE_BUSY',
        `Too many pictures at once: ${this.#images} are waiting before this one.`,
        { hint: 'Try again in a moment.' },
      );
    }
    this.#images += 1;
    this.#bytes += bytes;
    try {
      return await task();
    } finally {
      this.#images -= 1;
      this.#bytes -= bytes;
    }
  }
}
