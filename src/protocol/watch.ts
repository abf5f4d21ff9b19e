/** Something that the author is to mend. */
export interface AuthorProblem {
  /** One sentence, such as "Cell 3 does not compile." */
  title: string;
  /** The compiler's findings or the traceback, with the cell's own lines; only for a page on the server's own machine. */
  details?: string;
  /** What to do next. */
  hint?: string;
}

/**
 * What a server that watches its notebooks tells an open page, as JSON in a text frame of the websocket `api/watch/PATH`.
 * The first message after the opening says how things stand.
 */
export type WatchEvent =
  /** The notebook was saved; the message says what is being done. */
  | { type: 'preparing'; message: string }
  /** All is well, and this is the newest version. */
  | { type: 'live'; snapshot: string }
  /** The newest version has a problem; `snapshot` is what a page shows meanwhile, if there is anything. */
  | { type: 'failed'; snapshot: string | undefined; problem: AuthorProblem }
  /** A handler of the notebook's threw. */
  | { type: 'error'; problem: AuthorProblem };
