import type { InferenceLimits } from '../../../protocol/runtime-process.js';
import { Model, type ModelEnvironment } from './model.js';
import { describeModel, findModelFiles, type ModelFiles, readVersion } from './model-files.js';
import type { PathScope } from './model-path.js';

type ModelStoreLimits = Pick<InferenceLimits, 'models' | 'modelIdle'>;

interface Entry {
  loading: Promise<{ model: Model; version: string }>;
  /** Tasks that use it or wait for it. */
  users: number;
  lastUsed: number;
  dropped: boolean;
}

/** The loaded models, each once for all kernels. */
export class ModelStore {
  readonly #entries = new Map<string, Entry>();
  readonly #environment: ModelEnvironment;
  readonly #limits: ModelStoreLimits;
  readonly #sweeper: NodeJS.Timeout;

  constructor(environment: ModelEnvironment, limits: ModelStoreLimits) {
    this.#environment = environment;
    this.#limits = limits;
    this.#sweeper = setInterval(() => this.#sweep(), limits.modelIdle / 2).unref();
  }

  /**
   * Gives a task a model, which stays loaded until the task is done. It is loaded when this is the first time, when its
   * files were written since, and when it has crashed.
   * @throws AppError what `findModelFiles`, `describeModel` and `Model.load` throw; what the task throws
   */
  async use<Result>(
    path: string,
    scope: PathScope,
    task: (model: Model) => Promise<Result>,
  ): Promise<Result> {
    const files = await findModelFiles(path, scope);
    const key = JSON.stringify([files.modelPath, files.sidecarPath]);
    for (;;) {
      const entry = this.#entries.get(key) ?? this.#load(key, files);
      entry.users += 1;
      try {
        const { model, version } = await entry.loading;
        if (version === readVersion(model.sources)) return await task(model);
        this.#drop(key, entry);
      } finally {
        entry.users -= 1;
        entry.lastUsed = Date.now();
        if (entry.dropped) this.#drop(key, entry);
      }
    }
  }

  /** Unloads all models, each when the tasks that use it are done. */
  close(): void {
    clearInterval(this.#sweeper);
    for (const [key, entry] of this.#entries) this.#drop(key, entry);
  }

  #load(key: string, files: ModelFiles): Entry {
    const forget = () => {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
    };
    const load = async () => {
      const description = await describeModel(files);
      // Read before the model is, so that a file that is written meanwhile is noticed.
      const version = readVersion(description.sources);
      const model = await Model.load(files, description, this.#environment, forget);
      return { model, version };
    };
    const entry: Entry = { loading: load(), users: 0, lastUsed: Date.now(), dropped: false };
    this.#entries.set(key, entry);
    entry.loading.then(() => this.#sweep(), forget);
    return entry;
  }

  #sweep(): void {
    const unused = [...this.#entries]
      .filter(([, { users }]) => users === 0)
      .sort(([, one], [, other]) => one.lastUsed - other.lastUsed);
    const unusedSince = Date.now() - this.#limits.modelIdle;
    let surplus = this.#entries.size - this.#limits.models;
    for (const [key, entry] of unused) {
      if (surplus <= 0 && entry.lastUsed > unusedSince) continue;
      this.#drop(key, entry);
      surplus -= 1;
    }
  }

  /** Found by nobody from now on, and closed as soon as nobody uses it. */
  #drop(key: string, entry: Entry): void {
    if (this.#entries.get(key) === entry) this.#entries.delete(key);
    entry.dropped = true;
    if (entry.users > 0) return;
    entry.loading.then(
      ({ model }) => model.close(),
      () => {}, // Whoever asked for it was told.
    );
  }
}
