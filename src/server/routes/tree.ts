import type { RequestHandler } from 'express';
import { createUrls } from '../../protocol/urls.js';
import { type PageAssets, renderGallery } from '../../render/html/index.js';
import { relativeUrl } from '../base-url.js';
import type { Library } from '../library.js';
import { pathOf } from './path-of.js';

export interface TreeRouteOptions {
  library: Library;
  assets: PageAssets;
  baseUrl: string;
}

/** The notebooks of a folder, as links. */
export function treeRoute({ library, assets, baseUrl }: TreeRouteOptions): RequestHandler {
  const urls = createUrls(baseUrl);
  return async (request, response) => {
    const path = pathOf(request).replace(/\/$/, '');
    const entries = await library.list(path);
    const links = entries.map(({ path: target, ...entry }) => ({
      ...entry,
      href: entry.kind === 'folder' ? urls.tree(target) : urls.render(target),
    }));
    response.set('Cache-Control', 'no-cache').type('html');
    response.send(renderGallery({ path, entries: links, baseUrl, assets }));
  };
}

/** From the root to the one notebook, or to the gallery. */
export function homeRoute(target: string, baseUrl: string): RequestHandler {
  return (request, response) => {
    const [path = ''] = request.originalUrl.split('?', 1);
    const query = request.originalUrl.slice(path.length);
    // A proxy that takes the base away has the browser at an address that we do not see: relative to its end, then.
    const isWhole = `${path}/`.startsWith(baseUrl);
    const to = isWhole ? target : target.slice(baseUrl.length - 1);
    response.set('Cache-Control', 'no-store');
    response.writeHead(302, { Location: relativeUrl(path, to + query) }).end();
  };
}
