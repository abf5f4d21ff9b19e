import { parseArgs } from 'node:util';
import { pino } from 'pino';
import type { AppError } from '../protocol/errors.js';
import { createApp, type NotebookState } from '../server/app.js';
import { buildSite } from '../server/site/build-site.js';
import { findCacheDir } from './cache-dir.js';
import type { Command } from './command.js';
import { findTarget } from './target.js';
import type { Terminal } from './terminal.js';

const USAGE = `eccola build [PATH] [--static OUT] [--json]

Compiles the notebooks and runs each once, as an image is built: an error ends the build instead of meeting a visitor, and
what was compiled is kept for the start (below $XDG_CACHE_HOME, else ~/.cache).

  --static OUT   writes a site to the folder OUT that any web server can serve, below any path: its notebooks run in their
                 visitors' browsers, and need no server
  --json         prints what it did for a program to read`;

/** What became of one notebook. Printed by `--json`, and read by `eccola doctor`. */
export interface BuiltNotebook {
  /** Below the folder that was given. */
  path: string;
  /** Bytes of its page as HTML, not compressed, up to the cell that failed; undefined if it came to none. */
  pageBytes: number | undefined;
  /** Why it cannot be published. */
  error: { code: string; message: string; traceback: string | undefined } | undefined;
}

/** Its exit code is 1 if a notebook cannot be published. */
export const buildCommand: Command = { usage: USAGE, run };

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { static: { type: 'string' }, json: { type: 'boolean', default: false } },
  });
  const [folder = '.'] = positionals;
  const onStart = (path: string) => terminal.tell(`Building ${path} …`);
  const notebooks =
    values.static === undefined
      ? await buildNotebooks(folder, onStart)
      : await buildStatic(folder, values.static, onStart);
  terminal.print(values.json ? JSON.stringify({ notebooks }, null, 2) : describe(notebooks));
  const published = notebooks.some(({ error }) => !error);
  return notebooks.some(({ error }) => error && !(published && isOtherLanguage(error))) ? 1 : 0;
}

/** Beside one that is published, a notebook in another language is there for another purpose. */
function isOtherLanguage({ code }: { code: string }): boolean {
  return code === 'UNSUPPORTED_LANGUAGE';
}

async function buildNotebooks(
  folder: string,
  onStart: (path: string) => void,
): Promise<BuiltNotebook[]> {
  const states = new Map<string, NotebookState>();
  const app = await createApp({
    ...(await findTarget(folder)),
    cacheDir: await findCacheDir(process.env.XDG_CACHE_HOME),
    // What goes wrong is told of each notebook in the end.
    logger: pino({ level: 'silent' }),
    poolSize: 0,
    onNotebook: (path, state) => {
      if (!states.has(path)) onStart(path);
      states.set(path, state);
    },
  });
  try {
    await app.publishAhead(Number.POSITIVE_INFINITY);
    return [...states].map(([path, state]) => toBuilt(path, state));
  } finally {
    await app.close();
  }
}

async function buildStatic(
  folder: string,
  out: string,
  onStart: (path: string) => void,
): Promise<BuiltNotebook[]> {
  const built = await buildSite({
    ...(await findTarget(folder)),
    out,
    cacheDir: await findCacheDir(process.env.XDG_CACHE_HOME),
    logger: pino({ level: 'silent' }),
    onStart,
  });
  return built.map(({ path, pageBytes, error }) => ({
    path,
    pageBytes,
    error: error && toBuiltError(error),
  }));
}

function toBuilt(path: string, state: NotebookState): BuiltNotebook {
  const pageBytes = state.live?.snapshot.body.identity.byteLength;
  const error = state.status === 'failed' ? toBuiltError(state.error) : undefined;
  return { path, pageBytes, error };
}

/** What can be done about it says the hint of what is no defect of a cell. */
function toBuiltError({ code, message, hint, cause }: AppError): BuiltNotebook['error'] {
  if (code === 'NOT_IN_BROWSER') return { code, message, traceback: hint };
  const traceback =
    typeof cause === 'string' ? cause : cause instanceof Error ? cause.message : undefined;
  return { code, message, traceback };
}

function describe(notebooks: readonly BuiltNotebook[]): string {
  if (notebooks.length === 0) return 'There is no notebook to build.';
  return notebooks
    .map(({ path, pageBytes, error }) =>
      error
        ? [`${isOtherLanguage(error) ? '–' : '✗'} ${path}: ${error.message}`, error.traceback]
            .filter(Boolean)
            .join('\n')
        : `✓ ${path}: a page of ${Math.ceil((pageBytes ?? 0) / 1000)} kB`,
    )
    .join('\n');
}
