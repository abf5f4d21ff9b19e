import type { Logger } from 'pino';
import { AppError, isAppError } from '../protocol/errors.js';
import type { NotebookCell } from '../protocol/nbformat.js';
import { createKernelPool, type KernelPool } from './kernel-pool.js';
import type { KernelHandle, KernelRecipe } from './kernel-provisioner.js';
import type { Limiter } from './limiter.js';
import { runNotebook } from './notebook-run.js';
import { type Publication, type PublishOptions, publish, type Snapshot } from './publication.js';
import type { WatchedFile } from './watched-file.js';

/** A version that visitors can have: its page, and kernels that fit it. */
export interface LiveVersion {
  snapshot: Snapshot;
  pool: KernelPool;
}

/** Why the newest version cannot be had. */
export interface FailedVersion {
  /** It is in the log: it has a reference. */
  error: AppError;
  /** What it showed until it failed; undefined if it did not come to that. */
  page: Snapshot | undefined;
}

export type NotebookState =
  /** The message says what is being done; `live` is the version before, if there is one. */
  | { status: 'preparing'; message: string; live: LiveVersion | undefined }
  | { status: 'live'; live: LiveVersion }
  /** `live` is the last good version, which visitors still have. */
  | { status: 'failed'; failed: FailedVersion; live: LiveVersion | undefined };

/** A notebook that follows its file. */
export interface PublishedNotebook {
  readonly path: string;
  readonly state: NotebookState;
  /** Publishes anew if its files have changed, or the last attempt failed a while ago. Does not wait for that. */
  refresh(): Promise<void>;
  /** Resolves when nothing is being prepared any more. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export interface PublishedNotebookOptions
  extends Omit<PublishOptions, 'onProgress' | 'onFile' | 'report'> {
  logger: Logger;
  /** Kernels that wait for visitors. */
  poolSize: number;
  /** How many kernels of the whole server execute notebooks at once, for the pools. */
  limiter: Limiter;
  /** Writes an error to the log. @returns its reference */
  reportError: (error: unknown, notebook: string) => string;
  onState: (path: string, state: NotebookState) => void;
}

/** A notebook may fail for reasons that pass by themselves: a page load after this long tries again. */
const RETRY_AFTER_MS = 10_000;

export function createPublishedNotebook(options: PublishedNotebookOptions): PublishedNotebook {
  const { path, onState, reportError, poolSize, limiter, logger, kernels, runTimeoutMs } = options;
  let state: NotebookState = { status: 'preparing', message: 'Opening', live: undefined };
  let files: WatchedFile[] = [];
  let work: Promise<void> | undefined;
  let failedAt = 0;
  let closed = false;

  function setState(next: NotebookState): void {
    state = next;
    onState(path, next);
  }

  async function prepare(): Promise<void> {
    const { live } = state;
    files = [];
    setState({ status: 'preparing', message: 'Opening', live });
    try {
      const publication = await publish({
        ...options,
        report: (error) => reportError(error, path),
        onProgress: (message) => setState({ status: 'preparing', message, live }),
        onFile: (file) => files.push(file),
      });
      if (publication.kernel) await goLive(publication, publication.kernel, live);
      else if (publication.failure) {
        fail({ error: publication.failure, page: publication.snapshot }, live);
      }
    } catch (cause) {
      const error = isAppError(cause)
        ? cause
        : new AppError('INTERNAL', 'The notebook could not be published.', { cause });
      reportError(error, path);
      fail({ error, page: undefined }, live);
    }
  }

  async function goLive(
    { snapshot, recipe, cells }: Publication,
    kernel: KernelHandle,
    before: LiveVersion | undefined,
  ): Promise<void> {
    if (closed) return await kernel.kill();
    const pool = createKernelPool({
      size: poolSize,
      first: [kernel],
      logger: logger.child({ notebook: path }),
      start: () => limiter(async () => await startExecuted(recipe, cells)),
    });
    setState({ status: 'live', live: { snapshot, pool } });
    await before?.pool.close();
  }

  function fail(failed: FailedVersion, live: LiveVersion | undefined): void {
    failedAt = performance.now();
    setState({ status: 'failed', failed, live });
  }

  /** A further kernel of a version: what it puts out is on the page already. */
  async function startExecuted(
    recipe: KernelRecipe,
    cells: readonly NotebookCell[],
  ): Promise<KernelHandle> {
    const kernel = await kernels.start(recipe);
    try {
      const { failure } = await runNotebook(kernel, cells, { timeoutMs: runTimeoutMs });
      if (failure) throw failure.error;
      return kernel;
    } catch (error) {
      await kernel.kill();
      throw error;
    }
  }

  async function isDue(): Promise<boolean> {
    if (files.length === 0) return true;
    if (state.status === 'failed' && performance.now() - failedAt > RETRY_AFTER_MS) return true;
    const changes = await Promise.all(files.map((file) => file.hasChanged()));
    return changes.includes(true);
  }

  return {
    path,
    get state() {
      return state;
    },
    refresh: async () => {
      if (work || closed || !(await isDue())) return;
      work ??= prepare().finally(() => {
        work = undefined;
      });
    },
    settled: async () => await work,
    close: async () => {
      closed = true;
      await state.live?.pool.close();
    },
  };
}
