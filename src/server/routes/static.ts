import type { RequestHandler } from 'express';
import { AppError } from '../../protocol/errors.js';
import type { Assets } from '../assets.js';
import { sendEncoded } from '../encoded-body.js';
import { printable } from '../served-path.js';
import { pathOf } from './path-of.js';

const A_YEAR = 'public, max-age=31536000, immutable';

/** The page's own script and styles. Their names change with their content, so they are kept for ever. */
export function staticRoute({ files }: Assets): RequestHandler {
  return (request, response) => {
    const name = pathOf(request);
    const asset = files.get(name);
    if (!asset) {
      throw new AppError('FILE_NOT_FOUND', `There is no asset "${printable(name)}".`, {
        hint: 'Load the page again: eccola may have been updated.',
      });
    }
    response.set('Cache-Control', A_YEAR).type(asset.type);
    sendEncoded(request, response, asset.body);
  };
}
