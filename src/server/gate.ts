import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import { AppError } from '../protocol/errors.js';
import { relativeUrl } from './base-url.js';
import { readCookie, setCookie } from './cookies.js';
import { isLocalOrAddress, isSameSite, parseOrigin } from './origin.js';
import { isSameSecret, toLoginCookie } from './secrets.js';
import { printable } from './served-path.js';

export interface GateOptions {
  /** What a request must bring, as a cookie, a header or once in the URL; undefined where everyone may come in. */
  token: string | undefined;
  /** Origins let in beside the server's own, as browsers write them. */
  allowOrigins: readonly string[];
  /**
   * `local` answers only for this machine's names and for addresses, so that a foreign site cannot have its name
   * resolved to this machine and be taken for ours (DNS rebinding).
   */
  hosts: 'local' | 'any';
  /** What cookies are scoped to. */
  baseUrl: string;
  /** Tells by its path whether a request needs no token: health, and the assets that every eccola serves. */
  isOpen: (path: string) => boolean;
}

/** What every request and every upgrade passes, before any route sees it. */
export interface Gate {
  readonly request: RequestHandler;
  /** @throws AppError `FOREIGN_ORIGIN` or `UNAUTHORIZED` */
  assertUpgrade(request: IncomingMessage): void;
}

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

export function createGate(options: GateOptions): Gate {
  const { token, allowOrigins, hosts, baseUrl, isOpen } = options;

  function assertHost(host: string): void {
    if (hosts === 'any' || isLocalOrAddress(host) || isAllowedHost(host)) return;
    throw new AppError('FOREIGN_ORIGIN', `This server does not answer for "${printable(host)}".`, {
      hint: 'Open it as localhost, or start eccola with --public, or with --allow-origin and the site’s address.',
    });
  }

  function isAllowedHost(host: string): boolean {
    return allowOrigins.some((allowed) => isSameSite(new URL(allowed), host));
  }

  function assertOrigin(text: string, host: string): void {
    const origin = parseOrigin(text);
    if (origin && (allowOrigins.includes(text) || isSameSite(origin, host))) return;
    throw new AppError(
      'FOREIGN_ORIGIN',
      `A page of ${printable(text || 'an unknown site')} may not use this server.`,
      { hint: 'If the site is yours, start eccola with --allow-origin and its address.' },
    );
  }

  function assertCredentials(request: IncomingMessage): void {
    if (token === undefined || hasCredentials(request, token)) return;
    throw new AppError('UNAUTHORIZED', 'This app is open only with its token.', {
      hint: 'Open the link that eccola printed when it started: it ends in “?token=…”.',
    });
  }

  return {
    request: (request, response, next) => {
      const host = request.headers.host ?? '';
      assertHost(host);
      if (!SAFE_METHODS.has(request.method)) assertUnsafe(request, host, assertOrigin);
      if (token !== undefined && !isOpen(request.path)) {
        if (logIn(request, response, token, baseUrl)) return;
        assertCredentials(request);
      }
      next();
    },
    assertUpgrade: (request) => {
      const host = request.headers.host ?? '';
      assertHost(host);
      assertOrigin(request.headers.origin ?? '', host);
      assertCredentials(request);
    },
  };
}

/**
 * Browsers name the origin of every request that changes something. One without is a program's, and then it has no
 * cookies that a foreign page could have borrowed.
 */
function assertUnsafe(
  { headers }: IncomingMessage,
  host: string,
  assertOrigin: (origin: string, host: string) => void,
): void {
  const site = headers['sec-fetch-site'];
  const fromBrowser = headers.cookie !== undefined || (site !== undefined && site !== 'none');
  if (headers.origin !== undefined || fromBrowser) assertOrigin(headers.origin ?? '', host);
}

function hasCredentials(request: IncomingMessage, token: string): boolean {
  const [scheme, given] = (request.headers.authorization ?? '').split(' ', 2);
  if (given !== undefined && /^(?:bearer|token)$/i.test(scheme ?? '')) {
    return isSameSecret(given, token);
  }
  const cookie = readCookie(request, 'login');
  return cookie !== undefined && isSameSecret(cookie, toLoginCookie(token));
}

/** Takes the token out of the URL, where histories and logs would keep it, and into a cookie. */
function logIn(
  request: Parameters<RequestHandler>[0],
  response: ServerResponse,
  token: string,
  baseUrl: string,
): boolean {
  const [path = ''] = request.originalUrl.split('?', 1);
  const parameters = new URLSearchParams(request.originalUrl.slice(path.length));
  const given = parameters.get('token');
  if (request.method !== 'GET' || given === null || !isSameSecret(given, token)) return false;
  setCookie(request, response, 'login', toLoginCookie(token), baseUrl);
  parameters.delete('token');
  const rest = parameters.size > 0 ? `?${parameters}` : '';
  response.writeHead(302, {
    'Cache-Control': 'no-store',
    Location: relativeUrl(path, path + rest),
  });
  response.end();
  return true;
}
