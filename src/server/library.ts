import { stat } from 'node:fs/promises';
import { AppError, isAppError } from '../protocol/errors.js';
import {
  type FolderEntry,
  findNotebooks,
  listFolder,
  type NotebookFolder,
  notebooksIn,
} from './notebook-folder.js';
import {
  createPublishedNotebook,
  type PublishedNotebook,
  type PublishedNotebookOptions,
} from './published-notebook.js';
import { printable, resolveServedPath } from './served-path.js';
import { createTitleReader } from './title-reader.js';

export type LibraryOptions = NotebookFolder &
  Omit<PublishedNotebookOptions, 'root' | 'path' | 'file'>;

/** The notebooks below the root. */
export interface Library {
  /** @throws AppError `NOTEBOOK_NOT_FOUND`, `NOT_A_NOTEBOOK` */
  open(path: string): Promise<PublishedNotebook>;
  /** What a folder holds that leads to a notebook. @throws AppError if there is no such folder */
  list(path: string): Promise<FolderEntry[]>;
  /** Whether the page of a notebook leads to this file beside it. */
  refersTo(path: string): boolean;
  /** Publishes what visitors will probably open, one after the other; not more than `most`. */
  publishAhead(most?: number): Promise<void>;
  close(): Promise<void>;
}

/** Each keeps a kernel waiting: in a folder of hundreds, those do that were visited last. */
const MOST_AWAKE = 16;
/** The others are published when they are first opened. */
const MOST_AHEAD = MOST_AWAKE;
const MOST_NAMED = 10;

export function createLibrary({ root, only, ...options }: LibraryOptions): Library {
  const where = { root, only };
  /** In the order of their last visits. */
  const opened = new Map<string, PublishedNotebook>();
  const readTitle = createTitleReader();
  let closed = false;

  async function open(given: string): Promise<PublishedNotebook> {
    // However many slashes a URL has, it is one notebook, with one pool of kernels.
    const path = given.split('/').filter(Boolean).join('/');
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
    if (!opened.has(path) && (await stat(file)).isDirectory()) {
      throw new AppError('NOT_A_NOTEBOOK', `"${printable(path)}" is a folder, not a notebook.`, {
        hint: 'Only the names of notebooks end in .ipynb: give the folder another.',
      });
    }
    const notebook = opened.get(path) ?? createPublishedNotebook({ ...options, root, path, file });
    noteVisit(notebook);
    return notebook;
  }

  /** Those that were visited last have kernels waiting, the others when they are visited again. */
  function noteVisit(notebook: PublishedNotebook): void {
    opened.delete(notebook.path);
    opened.set(notebook.path, notebook);
    notebook.setResting(false);
    for (const other of [...opened.values()].slice(0, -MOST_AWAKE)) other.setResting(true);
  }

  async function forget(path: string): Promise<void> {
    const gone = opened.get(path);
    opened.delete(path);
    await gone?.close();
  }

  /** Names what there is instead: in the same folder, else at the root. */
  async function notFound(path: string, cause?: unknown): Promise<AppError> {
    const folder = await resolveServedPath(root, path.split('/').slice(0, -1).join('/')).catch(
      () => ({ path: '' }),
    );
    const names = await notebooksIn(where, folder.path);
    return new AppError('NOTEBOOK_NOT_FOUND', `There is no notebook "${printable(path)}" here.`, {
      ...(names.length > 0 && {
        hint: `Notebooks here: ${names.slice(0, MOST_NAMED).join(', ')}.`,
      }),
      cause,
    });
  }

  return {
    open,
    list: (path) => listFolder(where, path, readTitle),
    refersTo: (path) =>
      [...opened.values()].some(({ state }) => {
        const page = state.live?.snapshot ?? (state.status === 'live' ? undefined : state.page);
        return page?.files.has(path) ?? false;
      }),
    publishAhead: async (most = MOST_AHEAD) => {
      for (const path of await findNotebooks(where, most)) {
        if (closed) return;
        try {
          const notebook = await open(path);
          await notebook.refresh();
          await notebook.settled();
        } catch (error) {
          // It was removed meanwhile. What else may be wrong with a notebook is its own state.
          if (!isAppError(error)) throw error;
        }
      }
    },
    close: async () => {
      closed = true;
      await Promise.all([...opened.values()].map((notebook) => notebook.close()));
    },
  };
}
