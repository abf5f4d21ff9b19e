import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseCookie, stringifySetCookie } from 'cookie';

export type CookieName = 'login' | 'visitor';

/** Reads a cookie that `setCookie` set. */
export function readCookie(request: IncomingMessage, name: CookieName): string | undefined {
  return parseCookie(request.headers.cookie ?? '')[cookieName(request, name)];
}

/** Sets a cookie that lives as long as the browser, that scripts cannot read and foreign sites cannot send. */
export function setCookie(
  request: IncomingMessage,
  response: ServerResponse,
  name: CookieName,
  value: string,
  path: string,
): void {
  response.appendHeader(
    'Set-Cookie',
    stringifySetCookie({
      name: cookieName(request, name),
      value,
      path,
      httpOnly: true,
      sameSite: 'lax',
      secure: isHttps(request),
    }),
  );
}

/** Browsers keep one set of cookies for all ports of a host: the port in the name keeps two servers apart. */
function cookieName(request: IncomingMessage, name: CookieName): string {
  const port = /:(\d+)$/.exec(request.headers.host ?? '')?.[1];
  return port ? `eccola-${name}-${port}` : `eccola-${name}`;
}

/** As the browser sees it: a proxy may have ended TLS. A client that lies here only loses its own cookie. */
function isHttps(request: IncomingMessage): boolean {
  const forwarded = request.headers['x-forwarded-proto'];
  return (
    'encrypted' in request.socket ||
    request.headers.origin?.startsWith('https:') === true ||
    (typeof forwarded === 'string' && forwarded.split(',', 1)[0]?.trim() === 'https')
  );
}
