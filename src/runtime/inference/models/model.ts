import { AppError } from '../../../protocol/errors.js';
import { checkModel, type ModelPorts } from '../core/check-model.js';
import { assertProbabilities, type Ranked, rank, toProbabilities } from '../core/scores.js';
import type { SessionInfo } from '../core/tensor-info.js';
import { toModelPixels } from '../images/model-pixels.js';
import { makeSamplePhoto } from '../images/sample-photo.js';
import { makeThumbnail } from '../images/thumbnail.js';
import { Batcher } from '../threads/batcher.js';
import type { Limiter } from '../threads/limiter.js';
import { ThreadStuckError, WorkerThread } from '../threads/worker-thread.js';
import { loadError, runError } from './model-errors.js';
import type { ModelDescription, ModelFiles } from './model-files.js';
import type { SessionMethods } from './session-worker.js';

export interface ModelEnvironment {
  /** How many threads work on one image together. */
  threads: number;
  /** Bounds how many images are decoded at once, over all models. */
  decoding: Limiter;
  /** In milliseconds. */
  runTimeout: number;
  /** A run has lasted so long that it will not end: the process has to. */
  onStuck: () => void;
}

/** What a batch saves is the start of a run; with more images than this nothing is gained. */
const MAX_BATCH = 4;
/** In milliseconds. */
const LOAD_TIMEOUT = 120_000;
/** In milliseconds. */
const LONG_RUN = 500;

type SessionThread = WorkerThread<SessionMethods>;

/** A loaded image classifier, in a worker thread of its own. */
export class Model {
  readonly labels: readonly string[];
  readonly inputShape: readonly (number | string)[];
  /** See {@link ModelDescription.sources}. */
  readonly sources: readonly string[];
  readonly #path: string;
  readonly #thread: SessionThread;
  readonly #description: ModelDescription;
  readonly #ports: ModelPorts;
  readonly #environment: ModelEnvironment;
  readonly #batcher: Batcher<Uint8Array, Float32Array>;

  private constructor(
    path: string,
    thread: SessionThread,
    description: ModelDescription,
    ports: ModelPorts,
    environment: ModelEnvironment,
  ) {
    this.labels = description.labels;
    this.inputShape = ports.input.shape;
    this.sources = description.sources;
    this.#path = path;
    this.#thread = thread;
    this.#description = description;
    this.#ports = ports;
    this.#environment = environment;
    this.#batcher = new Batcher((images) => this.#run(images), ports.batches ? MAX_BATCH : 1);
  }

  /**
   * Loads a model and tries it on a photo, so that what is wrong with it is said now and not to a visitor.
   * @param onEnd called when its thread has ended, whyever
   * @throws AppError `MODEL_INVALID`, `OUTSIDE_ROOT`, `INFERENCE_FAILED`
   */
  static async load(
    files: ModelFiles,
    description: ModelDescription,
    environment: ModelEnvironment,
    onEnd: () => void,
  ): Promise<Model> {
    const entry = new URL('./session-worker.js', import.meta.url);
    const thread: SessionThread = new WorkerThread(entry, onEnd);
    try {
      // The photo is made in the meantime: loading takes another thread.
      const [info, photo] = await Promise.all([
        loadSession(thread, files, environment),
        makeSamplePhoto(),
      ]);
      const ports = checkModel(files.path, info, description);
      const model = new Model(files.path, thread, description, ports, environment);
      await model.#rehearse(photo);
      return model;
    } catch (error) {
      thread.close();
      throw error;
    }
  }

  /**
   * @param image encoded
   * @throws AppError `IMAGE_…`, `INFERENCE_FAILED`
   */
  async classify(image: Uint8Array, top: number): Promise<Ranked[]> {
    const { decoding } = this.#environment;
    const pixels = await decoding.run(() => toModelPixels(image, this.#description.input));
    return this.#rank(await this.#batcher.submit(pixels), top);
  }

  close(): void {
    this.#thread.close();
  }

  /**
   * Does all that a visitor's photo asks of the service, so that the first one finds everything compiled and the process has
   * its working size before anyone comes. Twice, as the second time what was new to the first is compiled; once where that
   * would keep a slow model's first visitor waiting.
   */
  async #rehearse(photo: Uint8Array): Promise<void> {
    const began = performance.now();
    await this.#serve(photo);
    if (performance.now() - began < LONG_RUN) await this.#serve(photo);
  }

  async #serve(photo: Uint8Array): Promise<void> {
    await Promise.all([
      this.classify(photo, 1),
      this.#environment.decoding.run(() => makeThumbnail(photo, 256)),
    ]);
  }

  #rank(scores: Float32Array, top: number): Ranked[] {
    const probabilities = toProbabilities(scores, this.#description.output.activation);
    assertProbabilities(probabilities, this.#path);
    return rank(probabilities, this.labels, top);
  }

  async #run(images: readonly Uint8Array[]): Promise<Float32Array[]> {
    const classes = this.labels.length;
    const scores = await this.#runSession(images);
    if (scores.length !== images.length * classes) {
      throw new AppError(
        'MODEL_INVALID',
        `${this.#path} answers ${scores.length / images.length} scores for an image, and there are ${classes} labels.`,
        {
          hint: '"labels" in its JSON file must name each class once, in the order of the scores.',
        },
      );
    }
    return images.map((_, index) => scores.subarray(index * classes, (index + 1) * classes));
  }

  async #runSession(images: readonly Uint8Array[]): Promise<Float32Array> {
    try {
      const { scores } = await this.#thread.call(
        'run',
        {
          images,
          input: this.#description.input,
          inputName: this.#ports.input.name,
          outputName: this.#ports.output.name,
        },
        { timeout: this.#environment.runTimeout },
      );
      return scores;
    } catch (error) {
      if (error instanceof ThreadStuckError) this.#environment.onStuck();
      throw runError(error, this.#path);
    }
  }
}

async function loadSession(
  thread: SessionThread,
  files: ModelFiles,
  { threads, onStuck }: ModelEnvironment,
): Promise<SessionInfo> {
  try {
    const params = { path: files.modelPath, threads };
    return await thread.call('load', params, { timeout: LOAD_TIMEOUT });
  } catch (error) {
    if (error instanceof ThreadStuckError) onStuck();
    throw loadError(error, files);
  }
}
