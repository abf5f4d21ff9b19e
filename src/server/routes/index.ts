import express, { Router } from 'express';
import { createUrls } from '../../protocol/urls.js';
import type { Assets } from '../assets.js';
import type { Library } from '../library.js';
import type { FrameAncestors } from '../security-headers.js';
import type { Sessions } from '../sessions.js';
import type { RequestReader } from '../visitor-request.js';
import { notFoundRoute } from './errors.js';
import { filesRoute } from './files.js';
import { renderRoute } from './render.js';
import { endSession, leaveSession, openSession, showKernel } from './sessions.js';
import { staticRoute } from './static.js';
import { homeRoute, treeRoute } from './tree.js';

export interface RouteOptions {
  root: string;
  only: string | undefined;
  baseUrl: string;
  assets: Assets;
  library: Library;
  sessions: Sessions;
  readRequest: RequestReader;
  /** Bytes of one upload. */
  uploadLimit: number;
  debug: boolean;
  watch: boolean;
  frameAncestors: FrameAncestors;
  isReady: () => boolean;
}

/** All that the server answers, below its base. */
export function createRoutes(options: RouteOptions): Router {
  const { root, only, baseUrl, assets, library, isReady } = options;
  const urls = createUrls(baseUrl);
  const below = (url: string) => url.slice(baseUrl.length - 1);
  const voila = below(urls.voila);
  const pages = { ...options, assets: assets.page };
  const router = Router({ caseSensitive: true });

  router.get('/', homeRoute(only === undefined ? urls.tree('') : urls.render(only), baseUrl));
  router.get(`${voila}render/*path`, renderRoute(pages));
  router.get(`${voila}tree{/*path}`, treeRoute(pages));
  router.get(`${voila}files/*path`, filesRoute({ root, only, library }));
  router.get(`${voila}static/*path`, staticRoute(assets));

  router.post('/api/sessions', express.json({ limit: '16kb' }), openSession(options));
  router.post('/api/sessions/:id/leave', leaveSession(options));
  router.delete('/api/sessions/:id', endSession(options));
  router.get('/api/kernels/:id', showKernel(options));

  router.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));
  router.get('/readyz', (_request, response) => {
    const ready = isReady();
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'starting' });
  });
  router.use(notFoundRoute);
  return router;
}

/** What needs no token: it says nothing of the notebooks, and whoever watches over the server has none. */
export function isOpenPath(path: string, baseUrl: string): boolean {
  const assets = createUrls(baseUrl)
    .static('')
    .slice(baseUrl.length - 1);
  return path === '/healthz' || path === '/readyz' || path.startsWith(assets);
}
