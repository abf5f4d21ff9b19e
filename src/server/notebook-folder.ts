import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../protocol/errors.js';
import { isPlainName, printable, resolveServedPath } from './served-path.js';
import type { TitleReader } from './title-reader.js';

/** What a gallery shows of a folder. */
export interface FolderEntry {
  kind: 'notebook' | 'folder';
  name: string;
  /** Below the root. */
  path: string;
  title?: string;
}

/** Where notebooks are looked for. */
export interface NotebookFolder {
  /** Absolute, links resolved. */
  root: string;
  /** The one notebook that is published, by its path; undefined for all below the root. */
  only: string | undefined;
}

const DEEPEST = 8;

/** Notebooks, and folders that lead to one. @throws AppError if there is no such folder */
export async function listFolder(
  where: NotebookFolder,
  path: string,
  readTitle: TitleReader,
): Promise<FolderEntry[]> {
  const { file } = await resolveServedPath(where.root, path);
  if (!(await stat(file)).isDirectory()) {
    throw new AppError('FILE_NOT_FOUND', `There is no folder "${printable(path)}" here.`);
  }
  const entries: FolderEntry[] = [];
  for (const { name, isFolder, entryPath } of await readFolder(where, path)) {
    if (isFolder) {
      const [notebook] = await findNotebooks(where, 1, entryPath);
      if (notebook !== undefined) entries.push({ kind: 'folder', name, path: entryPath });
    } else if (isPublished(where, entryPath)) {
      const title = await readTitle(join(file, name), entryPath);
      entries.push({ kind: 'notebook', name, path: entryPath, ...(title && { title }) });
    }
  }
  return entries;
}

/** The paths of the first so many notebooks below a folder, in the order of their names. */
export async function findNotebooks(
  where: NotebookFolder,
  most: number,
  path = '',
  depth = 0,
): Promise<string[]> {
  const found: string[] = [];
  for (const { isFolder, entryPath } of await readFolder(where, path)) {
    if (found.length >= most) break;
    if (!isFolder && isPublished(where, entryPath)) found.push(entryPath);
    if (isFolder && depth < DEEPEST) {
      found.push(...(await findNotebooks(where, most - found.length, entryPath, depth + 1)));
    }
  }
  return found;
}

/** The paths of the notebooks that lie in a folder itself; none where there is no such folder. */
export async function notebooksIn(where: NotebookFolder, path: string): Promise<string[]> {
  const entries = await readFolder(where, path);
  return entries
    .filter(({ isFolder, entryPath }) => !isFolder && isPublished(where, entryPath))
    .map(({ entryPath }) => entryPath);
}

function isPublished({ only }: NotebookFolder, path: string): boolean {
  return path.endsWith('.ipynb') && (only === undefined || path === only);
}

/** What visitors can open. A folder that cannot be read, as `lost+found` of a volume, has no notebooks. */
async function readFolder({ root }: NotebookFolder, path: string) {
  const found = await readdir(join(root, path), { withFileTypes: true }).catch(() => []);
  const entries = found
    .filter(({ name }) => isPlainName(name) && name !== 'node_modules')
    .sort((a, b) => a.name.localeCompare(b.name))
    .map((entry) => ({ entry, entryPath: path === '' ? entry.name : `${path}/${entry.name}` }));
  const opens = await Promise.all(
    entries.map(async ({ entry, entryPath }) =>
      entry.isSymbolicLink() ? await leadsToFile(root, entryPath) : true,
    ),
  );
  return entries
    .filter((_, index) => opens[index])
    .map(({ entry, entryPath }) => ({
      name: entry.name,
      isFolder: entry.isDirectory(),
      entryPath,
    }));
}

/** Whether a link leads to a file below the root. */
async function leadsToFile(root: string, path: string): Promise<boolean> {
  try {
    const { file } = await resolveServedPath(root, path);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
