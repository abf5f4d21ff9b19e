import { readFile, realpath } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import express, { type Express } from 'express';
import { CPU_QUOTA_FILE, coresWithin } from '../protocol/cpu-quota.js';
import { loadAssets } from './assets.js';
import { stripBase } from './base-url.js';
import { eccolaVersion } from './eccola-version.js';
import { createErrorLog } from './error-log.js';
import { createGate } from './gate.js';
import { createKeptRuns } from './kept-runs.js';
import { createLibrary } from './library.js';
import { createLimiter } from './limiter.js';
import { type AppOptions, DEFAULTS } from './options.js';
import { requestLog } from './request-log.js';
import { createRest } from './rest.js';
import { errorRoute } from './routes/errors.js';
import { createRoutes, isOpenPath } from './routes/index.js';
import { createRuntime } from './runtime.js';
import type { Reach } from './sandbox.js';
import { securityHeaders } from './security-headers.js';
import type { SessionTimes } from './session.js';
import { createSessions, restarting } from './sessions.js';
import { createUpgradeHandler, type UpgradeHandler } from './upgrade.js';
import { createRequestReader } from './visitor-request.js';
import { createWatch } from './watch/watch.js';
import { hashOf } from './watched-file.js';

export { parseBaseUrl } from './base-url.js';
export type { AppOptions } from './options.js';
export { parseOrigin } from './origin.js';
export type { NotebookState } from './published-notebook.js';

/** A server's two halves, to be put on any HTTP server, and its end. */
export interface App {
  /** Answers requests; may be mounted in another express app. */
  readonly handler: Express;
  /** Answers the HTTP server's `upgrade` event. */
  readonly upgrade: UpgradeHandler;
  /**
   * Publishes the notebooks before anyone asks; resolves when that has succeeded or failed.
   * @param most of a folder of many, by default 16: each keeps a kernel waiting
   */
  publishAhead(most?: number): Promise<void>;
  /**
   * Takes no visitors in any more (503), and resolves when no kernel works on anything.
   * @param patienceMs after which it resolves anyway
   */
  drain(patienceMs?: number): Promise<void>;
  /** Ends the sessions and every process that was started. */
  close(): Promise<void>;
}

/** Each has a kernel of its own: whoever opens all notebooks of a large folder must not start hundreds. */
const MOST_PUBLISHING = 8;

/** A photo is classified in less. */
const DRAIN_MS = 1500;

function toReach({ allowNative = false, allowWorker = false, kernelMemory }: AppOptions): Reach {
  return { allowNative, allowWorker, memoryLimit: kernelMemory ?? DEFAULTS.kernelMemory };
}

/** Publishes the notebooks of a folder. */
export async function createApp(options: AppOptions): Promise<App> {
  const { only, cacheDir, logger, token, allowOrigins = [], hosts = 'any' } = options;
  const { baseUrl = '/', frameAncestors = ["'self'"], env = {}, debug = false } = options;
  const { onNotebook = () => {}, uploadLimit = DEFAULTS.uploadLimit } = options;
  const { poolSize = DEFAULTS.poolSize } = options;
  const root = await realpath(options.root);
  const readRequest = createRequestReader({
    headers: options.requestHeaders ?? [],
    cookies: options.requestCookies ?? [],
    userHeader: options.userHeader,
  });
  const assets = loadAssets();
  const errorLog = createErrorLog(logger);
  const runtime = await createRuntime({
    ...{ root, cacheDir, env, logger, reach: toReach(options) },
    watch: options.watch ?? false,
  });
  const quota = await readFile(CPU_QUOTA_FILE, 'utf8').catch(() => '');
  const cores = coresWithin(quota, availableParallelism());
  const library = createLibrary({
    root,
    only,
    compiler: runtime.compiler,
    kernels: runtime.kernels,
    runTimeoutMs: options.runTimeoutMs ?? DEFAULTS.runTimeoutMs,
    poolSize,
    publishing: createLimiter({ most: MOST_PUBLISHING, mostOfShare: MOST_PUBLISHING })(),
    // A notebook that only waits, for a network say, uses no core: the others have as many again.
    limiter: createLimiter({
      most: 2 * cores,
      mostOfShare: cores,
    }),
    assets: assets.page,
    baseUrl,
    uploadLimit,
    debug,
    watch: options.watch ?? false,
    keptRuns: createKeptRuns(cacheDir, hashOf([eccolaVersion(), assets.page])),
    logger,
    reportError: (error, notebook) => errorLog(error, { notebook }),
    onState: (path, state) => {
      watch?.onState(path, state);
      onNotebook(path, state);
    },
  });
  const watch = options.watch
    ? createWatch({ root, open: (path) => library.open(path) })
    : undefined;
  const rest = options.collectsGarbage ? createRest() : undefined;
  const sessions = createSessions({
    onCount: (count) => {
      rest?.visitors(count);
      if (count > 0) void runtime.kernels.prepare();
    },
    times: toTimes(options),
    most: options.maxSessions ?? DEFAULTS.maxSessions,
    mostOfClient: options.maxSessionsPerClient,
    logger,
    reportFor: debug
      ? undefined
      : ({ id, path }) =>
          (error) => {
            watch?.onError(path, error);
            return errorLog(error, { session: id, notebook: path });
          },
  });
  const isOpen = (path: string) => isOpenPath(path, baseUrl);
  const gate = createGate({ token, allowOrigins, hosts, baseUrl, isOpen });
  let isReady = false;
  let isDraining = false;

  const handler = express();
  handler.disable('x-powered-by').disable('etag').enable('case sensitive routing');
  handler.set('trust proxy', [...(options.trustProxy ?? [])]);
  handler.use((request, _response, next) => {
    request.url = stripBase(request.url, baseUrl);
    next();
  });
  handler.use(requestLog(logger, isOpen), securityHeaders(frameAncestors), gate.request);
  handler.use((request, _response, next) => {
    if (isDraining && !isOpen(request.path)) throw restarting();
    next();
  });
  handler.use(
    createRoutes({
      root,
      only,
      baseUrl,
      assets,
      library,
      sessions,
      readRequest,
      uploadLimit,
      debug,
      watch: options.watch ?? false,
      frameAncestors,
      isReady: () => isReady,
    }),
  );
  handler.use(errorRoute({ errorLog, baseUrl, assets: assets.page }));

  return {
    handler,
    upgrade: createUpgradeHandler({ gate, sessions, watch, baseUrl, uploadLimit, logger }),
    publishAhead: async (most) => {
      await library.publishAhead(most);
      isReady = true;
      if (poolSize !== 0) void runtime.kernels.prepare();
    },
    drain: async (patienceMs = DRAIN_MS) => {
      isReady = false;
      isDraining = true;
      await sessions.drain(patienceMs);
    },
    close: async () => {
      isReady = false;
      watch?.close();
      await sessions.close();
      await library.close();
      await runtime.close();
    },
  };
}

function toTimes({ sessionTimes = {} }: AppOptions): SessionTimes {
  const { connect, left, lost, idle, ping, answer } = DEFAULTS.sessionTimes;
  return {
    connect: sessionTimes.connect ?? connect,
    left: sessionTimes.left ?? left,
    lost: sessionTimes.lost ?? lost,
    idle: sessionTimes.idle ?? idle,
    ping: sessionTimes.ping ?? ping,
    answer: sessionTimes.answer ?? answer,
  };
}
