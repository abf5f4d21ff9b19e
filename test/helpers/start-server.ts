import { makeFolder } from './folder.js';
import { type RunOptions, startEccola } from './run-eccola.js';

export interface StartServerOptions extends RunOptions {
  /** Further options of the command. */
  args?: readonly string[];
}

export interface TestServer {
  /** Without a slash at its end, and without a token. */
  url: string;
  /** What the server made, where nobody gave it one. */
  token: string | undefined;
  /** The served folder. */
  root: string;
  pid: number;
  /** The lines of the log so far. */
  log(): Record<string, unknown>[];
  close(): Promise<unknown>;
}

/**
 * Runs the built command on a folder, or on the one notebook in it that `args` begin with.
 * @param files what a new folder holds, or the path of one: there the second server finds what the first has compiled
 */
export async function startServer(
  files: Record<string, string | Uint8Array> | string,
  { args = [], ...options }: StartServerOptions = {},
): Promise<TestServer> {
  const root = typeof files === 'string' ? files : await makeFolder(files);
  const [first = '', ...rest] = args;
  const target = first.endsWith('.ipynb') ? [`${root}/${first}`, ...rest] : [root, ...args];
  const eccola = await startEccola([...target, '--port=0'], options);
  const { origin, pathname, searchParams } = new URL(eccola.url);
  return {
    url: `${origin}${pathname}`.replace(/\/$/, ''),
    token: searchParams.get('token') ?? undefined,
    root,
    pid: eccola.pid,
    log: () => parseLog(eccola.output()),
    close: eccola.close,
  };
}

function parseLog(output: string): Record<string, unknown>[] {
  return output
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line));
}
