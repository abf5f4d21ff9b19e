import { AppError } from '../../../protocol/errors.js';
import type { InferenceAddress, ToKernel } from '../../../protocol/runtime-process.js';

type Answer = Extract<ToKernel, { type: 'inference' }>;

/** Asks whoever started the kernel where the inference service listens. */
export class InferenceAddresses {
  readonly #ask: () => void;
  readonly #startOwn: () => Promise<InferenceAddress>;
  readonly #waiting: { resolve: (answer: Answer) => void }[] = [];

  constructor(ask: () => void, startOwn: () => Promise<InferenceAddress>) {
    this.#ask = ask;
    this.#startOwn = startOwn;
  }

  async address(): Promise<InferenceAddress> {
    const answer = await new Promise<Answer>((resolve) => {
      this.#waiting.push({ resolve });
      if (this.#waiting.length === 1) this.#ask();
    });
    if (answer.address) return answer.address;
    if (answer.reason === undefined) return this.#startOwn();
    throw new AppError('INFERENCE_FAILED', answer.reason);
  }

  /** Takes the starter's answer. */
  receive(answer: Answer): void {
    for (const { resolve } of this.#waiting.splice(0)) resolve(answer);
  }
}
