import type { Logger } from 'pino';
import { AppError, isAppError } from '../protocol/errors.js';
import { createDeferred } from './deferred.js';
import { createKernelPool, type KernelPool } from './kernel-pool.js';
import type { KernelHandle } from './kernel-provisioner.js';
import type { Limiter } from './limiter.js';
import { type RunFailure, runForVisitor, runNotebook } from './notebook-run.js';
import { createPoolSize, type PoolSizeOption } from './pool-size.js';
import { type Publication, type PublishOptions, publish, type Snapshot } from './publication.js';
import { createVaryingOutputs, type VaryingOutputs } from './varying-outputs.js';
import type { NotebookOutputs } from './visitor-outputs.js';
import type { WatchedFile } from './watched-file.js';

/** A version that visitors can have: its page, and kernels that fit it. */
export interface LiveVersion {
  snapshot: Snapshot;
  pool: KernelPool;
  /** What its kernels have shown otherwise than the snapshot. */
  varying: VaryingOutputs;
  /**
   * Executes the notebook in a kernel that has its visitor, where that was not done ahead; told before each code cell.
   * @returns why it ended before the last cell, if it did
   */
  runForVisitor: RunForVisitor | undefined;
  /** All of its cells ran; otherwise it goes as far as the one that failed. */
  isWhole: boolean;
}

export type RunForVisitor = (
  kernel: KernelHandle,
  onProgress: (cell: number, total: number) => void,
) => Promise<RunFailure | undefined>;

export type NotebookState =
  /**
   * The message says what is being done; `live` is the version before, if there is one. `page` is what this one showed when
   * it was executed before the server was started: visitors may look at it meanwhile.
   */
  | {
      status: 'preparing';
      message: string;
      live: LiveVersion | undefined;
      page: Snapshot | undefined;
    }
  | { status: 'live'; live: LiveVersion }
  /**
   * The error is in the log and has a reference. `live` is the last whole version, else as much as there is of the newest;
   * without it `page` is what the newest showed, if it came to that.
   */
  | {
      status: 'failed';
      error: AppError;
      live: LiveVersion | undefined;
      page: Snapshot | undefined;
    };

/** A notebook that follows its file. */
export interface PublishedNotebook {
  readonly path: string;
  readonly state: NotebookState;
  /** What its newest version is made of, as far as that is known. */
  readonly files: readonly WatchedFile[];
  /**
   * Publishes anew if its files have changed. Does not wait for that.
   * @param retry what failed: by default when a while has passed
   */
  refresh(retry?: 'when-due' | 'now' | 'never'): Promise<void>;
  /** Resolves when there is a page to look at, or nothing is being prepared any more. */
  shown(): Promise<void>;
  /** Resolves when nothing is being prepared any more. */
  settled(): Promise<void>;
  /** Whether kernels wait for its visitors: its page needs none. */
  setResting(isResting: boolean): void;
  close(): Promise<void>;
}

export interface PublishedNotebookOptions
  extends Omit<
    PublishOptions,
    'onProgress' | 'onFile' | 'onKept' | 'report' | 'readsRequest' | 'onRequestRead'
  > {
  logger: Logger;
  /** Kernels that wait for visitors. */
  poolSize: PoolSizeOption;
  /** Bounds how many kernels of the whole server execute notebooks at once, for the pools; gives each notebook its share. */
  limiter: () => Limiter;
  /** Bounds how many notebooks are published at once. */
  publishing: Limiter;
  /** Writes an error to the log. @returns its reference */
  reportError: (error: unknown, notebook: string) => string;
  onState: (path: string, state: NotebookState) => void;
}

/** Cells that showed something in another run only have shown nothing. */
function inAllCells(outputs: NotebookOutputs, others: NotebookOutputs): NotebookOutputs {
  return new Map([...others.keys(), ...outputs.keys()].map((id) => [id, outputs.get(id) ?? []]));
}

/** A notebook may fail for reasons that pass by themselves: a page load after this long tries again. */
const RETRY_AFTER_MS = 10_000;

export function createPublishedNotebook(options: PublishedNotebookOptions): PublishedNotebook {
  const { path, onState, reportError, poolSize, limiter, logger, kernels, runTimeoutMs } = options;
  const { publishing } = options;
  let state: NotebookState = {
    status: 'preparing',
    message: 'Opening',
    live: undefined,
    page: undefined,
  };
  const share = limiter();
  let pageKept = createDeferred<void>();
  let files: WatchedFile[] = [];
  let work: Promise<void> | undefined;
  /** Versions that want to know whose request they answer. */
  const requestReaders = new Set<string>();
  let failedAt = 0;
  let resting = false;
  let closed = false;

  function setState(next: NotebookState): void {
    state = next;
    onState(path, next);
  }

  /** The place is held until it is settled what becomes of it, pool and all. */
  async function prepareInTurn(isRetry: boolean): Promise<void> {
    await publishing(
      async () => await prepare(isRetry),
      () => (closed ? 'none' : 'visitor'),
    );
  }

  async function prepare(isRetry: boolean): Promise<void> {
    const { live } = state;
    let page: Snapshot | undefined;
    let kept: NotebookOutputs | undefined;
    pageKept = createDeferred();
    const say = (message: string) => {
      // Visitors have something to look at: nothing has changed that they would want to wait for.
      if (!isRetry || !live) setState({ status: 'preparing', message, live, page });
    };
    const make = () => {
      files = [];
      say('Opening');
      return publish({
        ...options,
        // Its kernel ended with the server: that is no error of the notebook's.
        report: (error) => (closed ? '' : reportError(error, path)),
        onProgress: say,
        onKept: (snapshot, outputs) => {
          kept = outputs;
          page = live ? undefined : snapshot;
          say('Starting a kernel');
          if (page) pageKept.resolve();
        },
        onFile: (file) => files.push(file),
        readsRequest: (version) => requestReaders.has(version),
        onRequestRead: noteRequestRead,
      });
    };
    try {
      let publication = await make();
      // Noticed after it had run, such as in a timer.
      if (publication.isAhead && requestReaders.has(publication.version)) {
        await publication.kernel?.kill();
        publication = await make();
      }
      await show(publication, live, kept);
    } catch (cause) {
      if (closed) return;
      const error = isAppError(cause)
        ? cause
        : new AppError('INTERNAL', 'The notebook could not be published.', { cause });
      reportError(error, path);
      fail(error, live, undefined);
    }
  }

  async function show(
    publication: Publication,
    before: LiveVersion | undefined,
    kept: NotebookOutputs | undefined,
  ): Promise<void> {
    const { snapshot, failure, kernel } = publication;
    if (closed || (failure && before?.isWhole)) await kernel?.kill();
    if (closed) return;
    if (!kernel || (failure && before?.isWhole)) {
      if (failure) fail(failure.error, before, snapshot);
      return;
    }
    const varying = createVaryingOutputs(publication.outputs);
    // Some pages show what an earlier run has shown.
    if (kept) varying.note(kept, inAllCells(kept, publication.outputs));
    const live: LiveVersion = {
      snapshot,
      pool: createPool(publication, kernel, varying),
      varying,
      runForVisitor: publication.isAhead
        ? undefined
        : async (attached, onProgress) =>
            await runForVisitor(attached, publication.cells, {
              timeoutMs: runTimeoutMs,
              onProgress,
            }),
      isWhole: !failure,
    };
    live.pool.setResting(resting);
    if (failure) fail(failure.error, live, undefined);
    else setState({ status: 'live', live });
    await before?.pool.close();
  }

  function fail(error: AppError, live: LiveVersion | undefined, page: Snapshot | undefined): void {
    failedAt = performance.now();
    setState({ status: 'failed', error, live, page });
  }

  function createPool(
    publication: Publication,
    first: KernelHandle,
    varying: VaryingOutputs,
  ): KernelPool {
    return createKernelPool({
      size: createPoolSize(poolSize),
      first: [first],
      logger: logger.child({ notebook: path }),
      limiter: share,
      start: async () =>
        publication.isAhead
          ? await startExecuted(publication, varying)
          : await kernels.start(publication.recipe, { background: true }),
    });
  }

  /** A further kernel of a version: most of what it puts out is on the page already. */
  async function startExecuted(
    { version, recipe, cells, failure }: Publication,
    varying: VaryingOutputs,
  ): Promise<KernelHandle> {
    const kernel = await kernels.start(recipe, { background: true });
    kernel.onRequestRead = () => noteRequestRead(version);
    try {
      const run = await runNotebook(kernel, cells, { timeoutMs: runTimeoutMs });
      // It must come as far as the page does.
      if (run.failure && run.failure.cell.id !== failure?.cell.id) throw run.failure.error;
      varying.note(kernel, run.outputs);
      return kernel;
    } catch (error) {
      await kernel.kill();
      throw error;
    }
  }

  /** Some kernel of the version, not necessarily its first, has read the request of a visitor who was not there. */
  function noteRequestRead(version: string): void {
    if (requestReaders.has(version) || closed) return;
    requestReaders.add(version);
    logger.info({ notebook: path }, 'reads its visitor’s request: it runs for each visitor');
    // What is being published is looked at when that is done.
    if (!work) startWork(false);
  }

  function startWork(isRetry: boolean): void {
    work ??= prepareInTurn(isRetry).finally(() => {
      work = undefined;
    });
  }

  async function haveFilesChanged(): Promise<boolean> {
    const changes = await Promise.all(files.map((file) => file.hasChanged()));
    return changes.includes(true);
  }

  function isWorthRetry(): boolean {
    // What does not compile does not heal by itself.
    if (state.status !== 'failed' || state.error.code === 'CELL_DOES_NOT_COMPILE') return false;
    return performance.now() - failedAt > RETRY_AFTER_MS;
  }

  return {
    path,
    get state() {
      return state;
    },
    get files() {
      return files;
    },
    refresh: async (retry = 'when-due') => {
      if (work || closed) return;
      const isNew = files.length === 0 || (await haveFilesChanged());
      const isRetried =
        retry === 'now' ? state.status === 'failed' : retry === 'when-due' && isWorthRetry();
      if (!isNew && !isRetried) return;
      startWork(!isNew);
    },
    shown: async () => await Promise.race([pageKept.promise, work]),
    settled: async () => await work,
    setResting: (isResting) => {
      if (resting === isResting) return;
      resting = isResting;
      state.live?.pool.setResting(isResting);
    },
    close: async () => {
      closed = true;
      await state.live?.pool.close();
    },
  };
}
