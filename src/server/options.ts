import type { Logger } from 'pino';
import type { PoolSizeOption } from './pool-size.js';
import type { NotebookState } from './published-notebook.js';
import type { FrameAncestors } from './security-headers.js';
import type { SessionTimes } from './session.js';

/** What an operator decides about a deployment. */
export interface AppOptions {
  /** Path of the folder that is served; nothing outside it is. */
  root: string;
  /** The one notebook to publish, by its path below the root; all of them without it. */
  only?: string | undefined;
  /** Absolute path of the folder that compiled notebooks are cached in. */
  cacheDir: string;
  logger: Logger;
  /** The path that the app is reached under. */
  baseUrl?: string;
  /** What visitors must bring; without one everyone may come in. */
  token?: string | undefined;
  /** Origins let in beside the server's own, such as `https://example.org`. */
  allowOrigins?: readonly string[];
  /** `local` answers only for this machine's names and for addresses: right for a server that only this machine reaches. */
  hosts?: 'local' | 'any';
  /** Sites that may show the pages in a frame, as CSP's `frame-ancestors` writes them. */
  frameAncestors?: FrameAncestors;
  /** The whole environment of the kernels. */
  env?: Readonly<Record<string, string>>;
  /** Let kernels load native addons, which nothing holds to the served root. */
  allowNative?: boolean;
  /** Let kernels start worker threads. */
  allowWorker?: boolean;
  /** Of each kernel's JavaScript heap, in MiB. */
  kernelMemory?: number | undefined;
  /** Names of the request's headers that notebooks may see. */
  requestHeaders?: readonly string[];
  /** Names of the cookies that notebooks may see. */
  requestCookies?: readonly string[];
  /**
   * Name of the header in which a proxy says who is logged in, such as `X-Forwarded-User`. The proxy must take it out of
   * what visitors send, and visitors must not reach the server but by the proxy.
   */
  userHeader?: string | undefined;
  /** Show visitors errors whole, with their tracebacks. */
  debug?: boolean;
  /** Publish a notebook that is open in a page as soon as it is saved, and bring the page up to date. For authors. */
  watch?: boolean;
  /** Kernels that wait for visitors, for each notebook. */
  poolSize?: PoolSizeOption | undefined;
  /** Visitors at a time; who comes later waits in a queue. */
  maxSessions?: number | undefined;
  /** Of these, and of the queue, from one address; without it half of them, from one in the internet. */
  maxSessionsPerClient?: number | undefined;
  /** Addresses or networks of proxies whose `X-Forwarded-For` is believed, as express's `trust proxy` takes them. */
  trustProxy?: readonly string[];
  /** Bytes of one upload, all of its files together. */
  uploadLimit?: number | undefined;
  /** For all cells of a notebook together, in milliseconds. */
  runTimeoutMs?: number | undefined;
  sessionTimes?: Partial<SessionTimes>;
  /**
   * Give back the memory that visitors have left behind, once all of them are gone. For a process that does nothing else:
   * it is held up for some tens of milliseconds.
   */
  collectsGarbage?: boolean;
  /** Told of every step of every notebook's publication. */
  onNotebook?: (path: string, state: NotebookState) => void;
}

export const DEFAULTS = {
  poolSize: 1,
  maxSessions: 200,
  // A phone's largest photo, and what a Jupyter Server passes on with the configuration that `eccola init` writes.
  uploadLimit: 50_000_000,
  kernelMemory: 512,
  runTimeoutMs: 120_000,
  sessionTimes: {
    connect: 20_000,
    left: 10_000,
    lost: 120_000,
    idle: 3_600_000,
    ping: 30_000,
    answer: 1000,
  },
} as const;
