import { realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { AppError } from '../protocol/errors.js';

/** A file or folder below the served root. */
export interface ServedPath {
  /** As URLs and messages name it: below the root, with `/`, without a leading one; empty for the root itself. */
  path: string;
  /** Absolute, links resolved. */
  file: string;
}

/**
 * Finds what a URL's decoded path names below the root. Where it lies is judged by its real path, so that neither `..`
 * nor a link nor a sibling whose name begins as the root's does leads out.
 * @param root absolute, links resolved
 * @throws AppError `FILE_NOT_FOUND` for what is not there, `OUTSIDE_ROOT` for what is elsewhere: both answer 404, in
 * the same words, as whether a file exists outside is nobody's business
 */
export async function resolveServedPath(root: string, path: string): Promise<ServedPath> {
  const segments = path.split('/').filter((segment) => segment !== '');
  if (path.startsWith('/') || !segments.every(isPlainName)) throw notFound('OUTSIDE_ROOT', path);
  let file: string;
  try {
    file = await realpath(join(root, ...segments));
  } catch (cause) {
    throw notFound('FILE_NOT_FOUND', path, cause);
  }
  if (!contains(root, file)) throw notFound('OUTSIDE_ROOT', path);
  return { path: segments.join('/'), file };
}

/** Both absolute, links resolved. */
export function contains(root: string, file: string): boolean {
  return file === root || file.startsWith(root.endsWith(sep) ? root : root + sep);
}

/** A name that means itself on every platform: no dots to climb with, nothing hidden, no separator, no drive or stream. */
export function isPlainName(name: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (name.startsWith('.') || /[\\\u0000-\u001f\u007f]/.test(name)) return false;
  return sep === '/' || !name.includes(':');
}

function notFound(
  code: 'FILE_NOT_FOUND' | 'OUTSIDE_ROOT',
  path: string,
  cause?: unknown,
): AppError {
  return new AppError(code, `There is no file "${printable(path)}" here.`, { cause });
}

/** Names come from a URL: they are shown shortened and without control characters. */
export function printable(text: string): string {
  const clean = text.replace(/\p{Cc}/gu, '\ufffd');
  return clean.length > 200 ? `${clean.slice(0, 200)}…` : clean;
}
