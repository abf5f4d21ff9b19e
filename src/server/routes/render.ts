import type { Request, RequestHandler, Response } from 'express';
import type { PageConfig } from '../../protocol/session.js';
import { type PageAssets, pagePolicy, renderPreparing } from '../../render/html/index.js';
import { within } from '../deferred.js';
import { sendEncoded } from '../encoded-body.js';
import type { Library } from '../library.js';
import { type Snapshot, titleOf } from '../publication.js';
import type { FrameAncestors } from '../security-headers.js';
import { pathOf } from './path-of.js';

export interface RenderRouteOptions {
  library: Library;
  assets: PageAssets;
  baseUrl: string;
  /** Bytes of one upload. */
  uploadLimit: number;
  debug: boolean;
  watch: boolean;
  frameAncestors: FrameAncestors;
}

/** A page that is nearly ready is worth waiting for; after this long a person wants to be told something. */
const PATIENCE_MS = 300;

/** A notebook's page: its snapshot, or what is being done until there is one. Costs no kernel. */
export function renderRoute(options: RenderRouteOptions): RequestHandler {
  const { library, frameAncestors } = options;
  return async (request, response) => {
    const notebook = await library.open(pathOf(request));
    await notebook.refresh();
    await within(PATIENCE_MS, notebook.shown());
    const { state } = notebook;
    if (state.status === 'preparing' && state.page) {
      sendPage(request, response, state.page, frameAncestors);
    } else if (state.status === 'preparing') {
      response.set('Cache-Control', 'no-store').type('html');
      response.send(preparingPage(notebook.path, state.message, options));
    } else if (state.live) {
      // Visitors keep the last good version while the author mends the newest.
      sendPage(request, response, state.live.snapshot, frameAncestors);
    } else if (state.status === 'failed') {
      const { page, error } = state;
      if (!page) {
        if (!options.watch) throw error;
        // The author's page waits for the next version, as it does for the first.
        response.status(error.status).set('Cache-Control', 'no-store').type('html');
        response.send(preparingPage(notebook.path, error.message, options, true));
        return;
      }
      setPageHeaders(response, page, frameAncestors);
      response.status(error.status).set('Cache-Control', 'no-store');
      sendEncoded(request, response, page.body);
    }
  };
}

function sendPage(
  request: Request,
  response: Response,
  page: Snapshot,
  frameAncestors: FrameAncestors,
): void {
  setPageHeaders(response, page, frameAncestors);
  response.set('Cache-Control', 'private, no-cache').set('ETag', `W/"${page.etag}"`);
  if (request.fresh) response.status(304).end();
  else sendEncoded(request, response, page.body);
}

function setPageHeaders(response: Response, page: Snapshot, frameAncestors: FrameAncestors): void {
  response.type('html');
  response.set('Content-Security-Policy', pagePolicy(page.scriptHashes, frameAncestors));
}

function preparingPage(
  path: string,
  message: string,
  { assets, baseUrl, uploadLimit, debug, watch }: RenderRouteOptions,
  isFailed = false,
): string {
  const title = titleOf(path);
  const config: PageConfig = {
    baseUrl,
    path,
    snapshot: undefined,
    uploadLimit,
    title,
    ahead: true,
    debug,
    watch,
  };
  return renderPreparing({ title, message, isFailed, config, assets });
}
