import { basename, dirname, extname } from 'node:path';
import type { RequestHandler } from 'express';
import { AppError } from '../../protocol/errors.js';
import { FILE_POLICY } from '../security-headers.js';
import { printable, resolveServedPath } from '../served-path.js';
import { pathOf } from './path-of.js';

/** What a page may show or offer for download. Not sources, not notebooks, not models and what describes them. */
const SERVED = new Set(
  'avif bmp css csv gif ico jpeg jpg m4a mp3 mp4 ogg otf pdf png svg tsv ttf wav webm webp woff woff2'.split(
    ' ',
  ),
);

/** Files beside a notebook that it refers to. */
export function filesRoute(root: string): RequestHandler {
  return async (request, response, next) => {
    const path = pathOf(request);
    const extension = extname(path).slice(1).toLowerCase();
    const hidden = path.split('/').includes('node_modules');
    if (!SERVED.has(extension) || hidden) {
      throw new AppError('FILE_FORBIDDEN', `"${printable(path)}" is not served.`, {
        hint: `Files beside a notebook are served if they are of these types: ${[...SERVED].join(', ')}.`,
      });
    }
    const { file } = await resolveServedPath(root, path);
    if (extname(file).slice(1).toLowerCase() !== extension) {
      throw new AppError('FILE_FORBIDDEN', `"${printable(path)}" is a link to another type.`);
    }
    response.set({ 'Cache-Control': 'private, no-cache', 'Content-Security-Policy': FILE_POLICY });
    response.sendFile(basename(file), { root: dirname(file), dotfiles: 'allow' }, (error) => {
      if (error) next(error);
    });
  };
}
