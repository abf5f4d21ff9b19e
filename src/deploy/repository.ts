import { lstat, readdir, readFile, stat as statFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError, isAppError } from '../protocol/errors.js';
import { type Notebook, parseNotebook } from '../protocol/nbformat.js';
import { runProgram } from './run-program.js';

/** A notebook of the repository, or why its file is none that eccola runs. */
export type RepositoryNotebook = { path: string; text: string } & (
  | { notebook: Notebook; error?: undefined }
  | { notebook?: undefined; error: AppError }
);

/** A folder as git sees it. All paths are below `root`, with slashes. */
export interface Repository {
  /** Absolute path. */
  readonly root: string;
  /** What a clone would hold; undefined without git. */
  readonly tracked: ReadonlySet<string> | undefined;
  /** What is there and not ignored, in git or not. Sorted. */
  readonly files: readonly string[];
  /** Different from the last commit, or not in it, and not ignored. */
  readonly uncommitted: ReadonlySet<string>;
  readonly notebooks: readonly RepositoryNotebook[];
  exists(file: string): Promise<boolean>;
  /** Size in bytes; 0 for what is no file. */
  size(file: string): Promise<number>;
  /** @returns undefined when there is no such file */
  readText(file: string): Promise<string | undefined>;
}

/**
 * Looks at a folder: through git if it is in a repository, else through the disk.
 * @throws AppError `BAD_OPTION` for what is no folder
 */
export async function openRepository(folder: string): Promise<Repository> {
  if (!(await isFolder(folder))) {
    throw new AppError('BAD_OPTION', `There is no folder "${folder}".`, {
      hint: 'Give the folder of a repository; without one it is the current folder.',
    });
  }
  const top = await git(folder, ['rev-parse', '--show-toplevel']);
  const root = path.resolve(top?.trim() ?? folder);
  const isGit = top !== undefined;
  const files = isGit ? await listed(root, ['--cached', '--others', '--exclude-standard']) : [];
  const tracked = isGit ? new Set(await listed(root, ['--cached'])) : undefined;
  const present = isGit ? await keepPresent(root, files) : await listFolder(root);
  return {
    root,
    tracked,
    files: present,
    uncommitted: new Set(isGit ? await changedSinceCommit(root) : []),
    notebooks: await readNotebooks(root, present),
    exists: async (file) => (await stat(root, file)) !== undefined,
    size: async (file) => (await stat(root, file))?.size ?? 0,
    readText: (file) => readTextIfThere(path.join(root, file)),
  };
}

/** What the one remote that a link can lead to is called; undefined without git or without a remote. */
export async function readRemote(root: string): Promise<string | undefined> {
  const names = (await git(root, ['remote']))?.trim().split('\n').filter(Boolean) ?? [];
  const name = names.includes('origin') ? 'origin' : names[0];
  return name === undefined ? undefined : await git(root, ['remote', 'get-url', name]);
}

/** @returns undefined when git is not installed, or says no: no repository, nothing committed yet */
async function git(cwd: string, args: readonly string[]): Promise<string | undefined> {
  const result = await runProgram('git', args, { cwd }).catch((error: unknown) => {
    if (isAppError(error) && error.code === 'PROGRAM_MISSING') return undefined;
    throw error;
  });
  return result?.code === 0 ? result.stdout : undefined;
}

async function listed(root: string, options: readonly string[]): Promise<string[]> {
  return splitNul(await git(root, ['ls-files', '-z', ...options]));
}

async function changedSinceCommit(root: string): Promise<string[]> {
  const changed = await git(root, ['diff', '--name-only', '-z', '--no-renames', 'HEAD']);
  // Before the first commit there is no HEAD, and nothing is committed.
  const tracked = changed === undefined ? await listed(root, ['--cached']) : splitNul(changed);
  return [...tracked, ...(await listed(root, ['--others', '--exclude-standard']))];
}

function splitNul(text: string | undefined): string[] {
  return (text ?? '').split('\0').filter(Boolean);
}

async function keepPresent(root: string, files: readonly string[]): Promise<string[]> {
  const present = await Promise.all(
    [...new Set(files)].map(async (file) => ((await stat(root, file)) ? file : undefined)),
  );
  return present.filter((file) => file !== undefined).sort();
}

const LEFT_OUT = new Set(['node_modules', '.git', '.ipynb_checkpoints', '.eccola']);

async function listFolder(root: string, below = ''): Promise<string[]> {
  const entries = await readdir(path.join(root, below), { withFileTypes: true });
  const lists = await Promise.all(
    entries
      .filter(({ name }) => !LEFT_OUT.has(name))
      .map(async (entry) => {
        const file = below === '' ? entry.name : `${below}/${entry.name}`;
        return entry.isDirectory() ? await listFolder(root, file) : [file];
      }),
  );
  return lists.flat().sort();
}

async function readNotebooks(
  root: string,
  files: readonly string[],
): Promise<RepositoryNotebook[]> {
  const paths = files.filter(
    (file) => file.endsWith('.ipynb') && !file.split('/').some((step) => LEFT_OUT.has(step)),
  );
  return Promise.all(
    paths.map(async (file) => {
      const text = await readFile(path.join(root, file), 'utf8');
      try {
        return { path: file, text, notebook: parseNotebook(text, file) };
      } catch (error) {
        if (isAppError(error)) return { path: file, text, error };
        throw error;
      }
    }),
  );
}

async function stat(root: string, file: string) {
  return await lstat(path.join(root, file)).catch(() => undefined);
}

async function isFolder(folder: string): Promise<boolean> {
  return await statFile(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

async function readTextIfThere(file: string): Promise<string | undefined> {
  return await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
}
