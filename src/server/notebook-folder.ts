import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseNotebook } from '../protocol/nbformat.js';
import { resolveServedPath } from './served-path.js';

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
export async function listFolder(where: NotebookFolder, path: string): Promise<FolderEntry[]> {
  const { file } = await resolveServedPath(where.root, path);
  const entries: FolderEntry[] = [];
  for (const { name, isFolder, entryPath } of await readFolder(file, path)) {
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
  for (const { isFolder, entryPath } of await readFolder(join(where.root, path), path)) {
    if (found.length >= most) break;
    if (!isFolder && isPublished(where, entryPath)) found.push(entryPath);
    if (isFolder && depth < DEEPEST) {
      found.push(...(await findNotebooks(where, most - found.length, entryPath, depth + 1)));
    }
  }
  return found;
}

function isPublished({ only }: NotebookFolder, path: string): boolean {
  return path.endsWith('.ipynb') && (only === undefined || path === only);
}

/** One that cannot be read, as `lost+found` of a volume, has no notebooks. */
async function readFolder(folder: string, path: string) {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
    .sort((a, b) => a.name.localeCompare(b.name))
    .map((entry) => ({
      name: entry.name,
      isFolder: entry.isDirectory(),
      entryPath: path === '' ? entry.name : `${path}/${entry.name}`,
    }));
}

async function readTitle(file: string, path: string): Promise<string | undefined> {
  try {
    return parseNotebook(await readFile(file, 'utf8'), path).title;
  } catch {
    // What is wrong with it is said when it is opened.
    return undefined;
  }
}
