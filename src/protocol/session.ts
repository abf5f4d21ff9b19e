import type { BrowserKernelFiles } from './browser-kernel.js';
import type { IOutput } from './nbformat.js';

/** `POST api/sessions`: a page asks for a kernel. */
export interface SessionRequest {
  /** The notebook's path below the root, with `/` and without a leading one. */
  path: string;
  /** The tab's UUID, from its sessionStorage. */
  id: string;
  /** The snapshot that the page shows. */
  snapshot: string;
  /** The query of the page's address, with its `?`, for notebooks that read it. */
  search: string;
}

/** 200: a kernel is attached. */
export interface SessionAttached {
  status: 'attached';
  /** The session's id; differs from the one asked for when another live tab has that (a duplicated tab). */
  id: string;
  path: string;
  kernel: { id: string };
  /** The snapshot that the kernel's notebook belongs to now; differs from the page's when the notebook was saved since. */
  snapshot: string;
  /** The kernel is the one that this session had before: its state is the visitor's, not the snapshot's. */
  resumed: boolean;
}

/** 202: not yet. The page shows the message and asks again after `retryAfter` ms. */
export interface SessionPreparing {
  status: 'preparing';
  /** In words: "Compiling cell 3 of 8". */
  message: string;
  retryAfter: number;
}

/** What an API answers for an error (RFC 9457), with the code and the hint of AppError. */
export interface Problem {
  type: 'about:blank';
  title: string;
  status: number;
  detail: string;
  code: string;
  hint?: string;
  /** Finds the error in the log. */
  reference?: string;
}

/** What the page's script finds in `<script id="eccola-page" type="application/json">`. */
export interface PageConfig {
  /** Ends in `/`; every URL of the page is built from it. */
  baseUrl: string;
  path: string;
  /** Names the snapshot's content; absent on a page that waits for its first one. */
  snapshot: string | undefined;
  /** The largest upload in bytes. */
  uploadLimit: number;
  title: string;
  /**
   * The page shows what the notebook showed when it ran, and so does every kernel. Otherwise each visitor's kernel runs the
   * notebook, and what it shows comes over the websocket.
   */
  ahead: boolean;
  /** For the author (`--debug`): errors are shown with their tracebacks. */
  debug: boolean;
  /** For the author (`--watch`): the page follows its notebook. */
  watch: boolean;
  /** There is no server: the kernel runs in the visitor's browser. Absent where a server keeps it. */
  browserKernel?: BrowserKernelFiles | undefined;
}

/**
 * The type of the messages in which the server says on iopub how far a kernel is that runs the notebook for this visitor,
 * and that handlers await something. No kernel sends it.
 */
export const PROGRESS_TYPE = 'eccola_progress';

/** The content of such a message. */
export interface RunProgress {
  /** In words: "Running cell 3 of 8"; null when nothing is under way. */
  message: string | null;
}

/**
 * The type of the messages in which the server says on iopub what a cell has shown in this visitor's kernel, where the
 * snapshot shows something else. No kernel sends it.
 */
export const OUTPUTS_TYPE = 'eccola_outputs';

/** The content of such a message: all that the cell shows. */
export interface CellOutputs {
  cell_id: string;
  outputs: readonly IOutput[];
}

/** Close codes of the kernel's websocket that a page acts on. @see https://www.rfc-editor.org/rfc/rfc6455#section-7.4 */
export const CLOSE = {
  /** The page left: the kernel goes after the short grace period. */
  left: 1001,
  /** The session has a kernel no more; ask `api/sessions` for another. */
  kernelGone: 4404,
  /** As `kernelGone`: the kernel used more memory than it may. */
  outOfMemory: 4413,
  /** As `kernelGone`, but nobody has used the page for long: ask when somebody does. */
  idle: 4408,
  /** Another connection took the session over. */
  replaced: 4409,
  /** The server restarts: another one will answer soon. */
  restart: 1012,
} as const;

/**
 * An `error` message's content, and an `error` output, as a page is given it. Unless `debug` is set the server has
 * emptied `traceback`, and `evalue` too where `ename` is not `AppError`: it may name what visitors must not see.
 */
export interface VisitorError {
  ename: string;
  evalue: string;
  traceback: readonly string[];
  /** Finds the error in the log. */
  reference?: string;
}

/**
 * After a lost connection a page sends again, with the same `msg_id`, whatever it sent and saw no `status` for. The server
 * remembers this many `msg_id`s of each session and passes a message on once, so that no click is lost and none counts twice.
 */
export const REMEMBERED_MESSAGES = 1000;
