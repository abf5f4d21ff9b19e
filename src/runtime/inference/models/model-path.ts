import { realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { AppError } from '../../../protocol/errors.js';

/** Where a kernel's paths start, and what they must not leave. Both absolute. */
export interface PathScope {
  cwd: string;
  root: string;
}

/**
 * Resolves a file that a notebook names, links included. At once: a local disk answers this in microseconds, and each photo
 * asks it again, whose way through Node's pool of threads would take a millisecond a question while others are decoded there.
 * A network's disk that hangs holds up the whole service.
 * @param path as the notebook gave it: messages show this and nothing of the machine's own paths
 * @returns the real path, or undefined when there is no such file
 * @throws AppError `OUTSIDE_ROOT`
 */
export function resolveInRoot(path: string, { cwd, root }: PathScope): string | undefined {
  if (path.includes('\0')) throw outsideRoot(path);
  const resolved = resolve(cwd, path);
  const realRoot = realpathSync.native(root);
  // Checked before the disk is asked, so that the answer tells nothing of what lies elsewhere.
  if (!isInside(resolved, resolve(root)) && !isInside(resolved, realRoot)) throw outsideRoot(path);
  let real: string;
  try {
    real = realpathSync.native(resolved);
  } catch {
    return undefined;
  }
  if (!isInside(real, realRoot)) throw outsideRoot(path);
  return real;
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way));
}

function outsideRoot(path: string): AppError {
  return new AppError('OUTSIDE_ROOT', `${path} lies outside the folder that is served.`, {
    hint: 'Put it into that folder, or serve a folder that holds both the notebook and it.',
  });
}
