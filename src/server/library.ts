import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../protocol/errors.js';
import { parseNotebook } from '../protocol/nbformat.js';
import {
  createPublishedNotebook,
  type PublishedNotebook,
  type PublishedNotebookOptions,
} from './published-notebook.js';
import { printable, resolveServedPath } from './served-path.js';

export interface LibraryOptions extends Omit<PublishedNotebookOptions, 'path' | 'file'> {
  /** Absolute, links resolved. */
  root: string;
  /** The one notebook that is published, by its path; undefined for all below the root. */
  only: string | undefined;
}

export interface FolderEntry {
  kind: 'notebook' | 'folder';
  name: string;
  /** Below the root. */
  path: string;
  title?: string;
}

/** The notebooks below the root. */
export interface Library {
  /** @throws AppError `NOTEBOOK_NOT_FOUND`, `NOT_A_NOTEBOOK` */
  open(path: string): Promise<PublishedNotebook>;
  /** What a folder holds that leads to a notebook. @throws AppError if there is no such folder */
  list(path: string): Promise<FolderEntry[]>;
  /** Publishes what visitors will probably open, one after the other; not more than `most`. */
  publishAhead(most?: number): Promise<void>;
  close(): Promise<void>;
}

/** Each keeps a kernel waiting: in a folder of hundreds, the others are published when they are first opened. */
const MOST_AHEAD = 16;
const DEEPEST = 8;

export function createLibrary({ root, only, ...options }: LibraryOptions): Library {
  const opened = new Map<string, PublishedNotebook>();
  let closed = false;

  async function open(path: string): Promise<PublishedNotebook> {
    if (!path.endsWith('.ipynb')) {
      throw new AppError('NOT_A_NOTEBOOK', `"${printable(path)}" is not a notebook.`, {
        hint: 'A notebook’s name ends in .ipynb.',
      });
    }
    if (only !== undefined && path !== only) throw await notFound(path);
    const { file } = await resolveServedPath(root, path).catch(async (cause: unknown) => {
      await forget(path);
      throw await notFound(path, cause);
    });
    const known = opened.get(path);
    if (known) return known;
    const notebook = createPublishedNotebook({ ...options, path, file });
    opened.set(path, notebook);
    return notebook;
  }

  async function forget(path: string): Promise<void> {
    const gone = opened.get(path);
    opened.delete(path);
    await gone?.close();
  }

  async function notFound(path: string, cause?: unknown): Promise<AppError> {
    const folder = path.split('/').slice(0, -1).join('/');
    const entries = await list(folder)
      .catch(() => list(''))
      .catch(() => []);
    const names = entries.filter(({ kind }) => kind === 'notebook').map(({ path: name }) => name);
    return new AppError('NOTEBOOK_NOT_FOUND', `There is no notebook "${printable(path)}" here.`, {
      hint: names.length > 0 ? `Notebooks here: ${names.slice(0, 10).join(', ')}.` : undefined,
      cause,
    });
  }

  async function list(path: string): Promise<FolderEntry[]> {
    const { file } = await resolveServedPath(root, path);
    const entries = await readdir(file, { withFileTypes: true });
    const found: FolderEntry[] = [];
    for (const entry of entries.sort((a, b) => a.name.localeCompare(b.name))) {
      const { name } = entry;
      const entryPath = path === '' ? name : `${path}/${name}`;
      if (isHidden(name)) continue;
      if (entry.isDirectory()) {
        const [notebook] = await findNotebooks(join(file, name), entryPath, 1);
        if (notebook !== undefined) found.push({ kind: 'folder', name, path: entryPath });
      } else if (name.endsWith('.ipynb') && (only === undefined || entryPath === only)) {
        const title = await readTitle(join(file, name), entryPath);
        found.push({ kind: 'notebook', name, path: entryPath, ...(title && { title }) });
      }
    }
    return found;
  }

  async function findNotebooks(
    folder: string,
    path: string,
    most: number,
    depth = 0,
  ): Promise<string[]> {
    if (depth > DEEPEST) return [];
    const found: string[] = [];
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (found.length >= most || isHidden(entry.name)) continue;
      const entryPath = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory()) {
        const inside = join(folder, entry.name);
        found.push(...(await findNotebooks(inside, entryPath, most - found.length, depth + 1)));
      } else if (entryPath.endsWith('.ipynb') && (only === undefined || entryPath === only)) {
        found.push(entryPath);
      }
    }
    return found;
  }

  return {
    open,
    list,
    publishAhead: async (most = MOST_AHEAD) => {
      const paths = only === undefined ? await findNotebooks(root, '', most) : [only];
      for (const path of paths) {
        if (closed) return;
        const notebook = await open(path);
        await notebook.refresh();
        await notebook.settled();
      }
    },
    close: async () => {
      closed = true;
      await Promise.all([...opened.values()].map((notebook) => notebook.close()));
    },
  };
}

function isHidden(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules';
}

async function readTitle(file: string, path: string): Promise<string | undefined> {
  try {
    return parseNotebook(await readFile(file, 'utf8'), path).title;
  } catch {
    // What is wrong with it is said when it is opened.
    return undefined;
  }
}
