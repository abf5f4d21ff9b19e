import { createHash } from 'node:crypto';
import type { RequestHandler } from 'express';
import { pagePolicy, START_SCRIPT } from '../render/html/index.js';

/** Sites that may show the pages in a frame, as CSP's `frame-ancestors` writes them: `'self'`, `https://example.org`. */
export type FrameAncestors = readonly string[];

const START_HASH = `sha256-${createHash('sha256').update(START_SCRIPT).digest('base64')}`;

/** For every answer; routes that serve pages or files replace the policy by a fitting one. */
export function securityHeaders(frameAncestors: FrameAncestors): RequestHandler {
  return (_request, response, next) => {
    response.setHeaders(
      new Map([
        ['Content-Security-Policy', pagePolicy([START_HASH], frameAncestors)],
        ['Cross-Origin-Resource-Policy', 'same-origin'],
        ['Referrer-Policy', 'no-referrer'],
        ['X-Content-Type-Options', 'nosniff'],
      ]),
    );
    next();
  };
}

/** A file from beside a notebook may be anybody's: opened by itself it runs nothing and belongs to no site. */
export const FILE_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox";
/**
 * Sounds, films and PDFs, which browsers show in a viewer of their own: it loads the file itself, and refuses to in a
 * sandbox. Such a file has no scripts that belong to a site.
 */
export const VIEWER_POLICY =
  "default-src 'none'; media-src 'self'; object-src 'self'; style-src 'unsafe-inline'";
