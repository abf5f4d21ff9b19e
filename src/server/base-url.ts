import { AppError } from '../protocol/errors.js';

/**
 * Brings a base URL to the form that the rest relies on: it begins and ends with one `/`.
 * A whole URL is taken for its path, so that a copied address works.
 * @throws AppError `BAD_OPTION` for one that has a query, a fragment or dots to resolve
 */
export function parseBaseUrl(text: string): string {
  const path = /^https?:\/\//.test(text) ? new URL(text).pathname : text;
  const trimmed = path.replace(/^\/+|\/+$/g, '');
  const base = trimmed === '' ? '/' : `/${trimmed}/`;
  if (!/^\/(?:[\w.~!$&'()*+,;=:@%-]+\/)*$/.test(base) || /\/\.{1,2}\//.test(base)) {
    throw new AppError('BAD_OPTION', `"${text}" is not a base URL.`, {
      hint: 'Give the path under which the app is reached, such as --base-url /apps/bears/.',
    });
  }
  return base;
}

/**
 * The part of a request's URL after the base, with a leading `/`. A proxy may have taken the base away already, so a
 * URL that does not begin with it is returned as it is.
 */
export function stripBase(url: string, base: string): string {
  const withoutSlash = base.slice(0, -1);
  if (withoutSlash === '' || !url.startsWith(withoutSlash)) return url;
  const rest = url.slice(withoutSlash.length);
  if (rest.startsWith('/')) return rest;
  return rest === '' || rest.startsWith('?') ? `/${rest}` : url;
}

/**
 * A redirect that holds wherever a proxy has put us: relative to the page that the browser asked for, so that neither
 * a stripped base nor a proxy that rewrites absolute paths changes where it leads.
 * @param from the request's URL as the server sees it, @param to an URL of the same server in the same form
 */
export function relativeUrl(from: string, to: string): string {
  const fromFolders = pathOf(from).split('/').slice(0, -1);
  const query = to.slice(pathOf(to).length);
  const toSegments = pathOf(to).split('/');
  const last = toSegments.pop() ?? '';
  let shared = 0;
  while (shared < fromFolders.length && fromFolders[shared] === toSegments[shared]) shared++;
  const up = '../'.repeat(fromFolders.length - shared);
  const down = [...toSegments.slice(shared), last].join('/');
  return `${up || './'}${down}${query}`;
}

function pathOf(url: string): string {
  return url.split(/[?#]/, 1)[0] ?? '';
}
