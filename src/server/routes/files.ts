import { basename, dirname } from 'node:path';
import type { RequestHandler } from 'express';
import type { Library } from '../library.js';
import { FILE_POLICY, VIEWER_POLICY } from '../security-headers.js';
import { findServedFile } from '../served-file.js';
import { pathOf } from './path-of.js';

export interface FilesRouteOptions {
  root: string;
  only: string | undefined;
  library: Pick<Library, 'refersTo'>;
}

/** Files beside a notebook that it refers to; images, styles and fonts in any case where a whole folder is published. */
export function filesRoute({ root, only, library }: FilesRouteOptions): RequestHandler {
  return async (request, response, next) => {
    const { file, isInViewer } = await findServedFile(pathOf(request), {
      root,
      only,
      refersTo: (path) => library.refersTo(path),
    });
    response.set({
      'Cache-Control': 'private, no-cache',
      'Content-Security-Policy': isInViewer ? VIEWER_POLICY : FILE_POLICY,
    });
    response.sendFile(basename(file), { root: dirname(file), dotfiles: 'allow' }, (error) => {
      if (error) next(error);
    });
  };
}
