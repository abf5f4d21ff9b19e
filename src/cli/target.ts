import { realpath, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { AppError } from '../protocol/errors.js';

/** What a path on the command line asks to be published. */
export interface Target {
  root: string;
  /** The one notebook; undefined for a folder. */
  only: string | undefined;
}

/** @throws AppError `NOTEBOOK_NOT_FOUND` or `NOT_A_NOTEBOOK` */
export async function findTarget(path: string): Promise<Target> {
  const file = await realpath(path).catch((cause: unknown) => {
    throw new AppError('NOTEBOOK_NOT_FOUND', `There is no notebook or folder "${path}".`, {
      hint: `Paths start from ${process.cwd()}.`,
      cause,
    });
  });
  if ((await stat(file)).isDirectory()) return { root: file, only: undefined };
  if (!file.endsWith('.ipynb')) {
    throw new AppError('NOT_A_NOTEBOOK', `"${path}" is not a notebook.`, {
      hint: 'Give a file whose name ends in .ipynb, or a folder of them.',
    });
  }
  return { root: dirname(file), only: basename(file) };
}
