import { extname, relative } from 'node:path';
import { AppError } from '../protocol/errors.js';
import { printable, resolveServedPath } from './served-path.js';

/** What pages are made of. */
const SHOWN = toSet('avif bmp css gif ico jpeg jpg otf png svg ttf webp woff woff2');
/** What a browser shows in a viewer of its own. */
const IN_VIEWER = toSet('m4a mp3 mp4 ogg pdf wav webm');
/** Served if a page leads to it. Not sources, not notebooks, not models and what describes them. */
const REFERRED = toSet('csv m4a mp3 mp4 ogg pdf tsv wav webm');

export interface ServedFile {
  /** Absolute, links resolved. */
  file: string;
  isInViewer: boolean;
}

export interface ServedFileOptions {
  root: string;
  only: string | undefined;
  /** Whether the page of a notebook leads to this file. */
  refersTo: (path: string) => boolean;
}

/**
 * Finds a file beside a notebook that visitors may have: images, styles and fonts in any case where a whole folder is
 * published, and what a page refers to.
 * @param path below the root
 * @throws AppError `FILE_FORBIDDEN`, and what `resolveServedPath` throws
 */
export async function findServedFile(
  path: string,
  { root, only, refersTo }: ServedFileOptions,
): Promise<ServedFile> {
  const extension = extensionOf(path);
  if ((!SHOWN.has(extension) && !REFERRED.has(extension)) || !isVisible(path)) {
    throw forbidden(path, 'is not served', [
      'Files beside a notebook are served if they are of these types:',
      `${[...SHOWN, ...REFERRED].sort().join(', ')}.`,
    ]);
  }
  if ((only !== undefined || !SHOWN.has(extension)) && !refersTo(path)) {
    throw forbidden(path, 'is not served, as no page leads to it', [
      'A page does by a link or by media in its Markdown, its outputs or its widgets.',
    ]);
  }
  const { file } = await resolveServedPath(root, path);
  if (extensionOf(file) !== extension || !isVisible(relative(root, file))) {
    throw forbidden(path, 'is a link to what is not served');
  }
  return { file, isInViewer: IN_VIEWER.has(extension) };
}

function toSet(names: string): ReadonlySet<string> {
  return new Set(names.split(' '));
}

function extensionOf(path: string): string {
  return extname(path).slice(1).toLowerCase();
}

/** Neither hidden nor a package's. */
function isVisible(path: string): boolean {
  return !path.split(/[/\\]/).some((name) => name.startsWith('.') || name === 'node_modules');
}

function forbidden(path: string, what: string, hint: readonly string[] = []): AppError {
  return new AppError('FILE_FORBIDDEN', `"${printable(path)}" ${what}.`, {
    ...(hint.length > 0 && { hint: hint.join(' ') }),
  });
}
