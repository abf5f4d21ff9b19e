import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { parseCookie } from 'cookie';
import { AppError } from '../protocol/errors.js';
import { toQuery, type VisitorRequest } from '../protocol/visitor-request.js';

export interface RequestReaderOptions {
  /** Names of the headers that notebooks may see. */
  headers: readonly string[];
  /** Names of the cookies that notebooks may see. */
  cookies: readonly string[];
  /** The header in which a proxy says who is logged in. */
  userHeader: string | undefined;
}

/**
 * Takes of a request what its notebook may know.
 * @param search the query of the page's address, with its `?`
 */
export type RequestReader = (request: IncomingMessage, search: string) => VisitorRequest;

const KEPT_HEADERS = {
  cookie: {
    message: 'The header "cookie" holds the keys to sessions.',
    hint: 'Name the cookies that notebooks may see, each with --request-cookie.',
  },
  authorization: {
    message: 'The header "authorization" holds the key to this server.',
    hint: 'Have your proxy say what notebooks may know in a header of another name.',
  },
};

/** @throws AppError `BAD_OPTION` for a header that would show a notebook more than was meant */
export function createRequestReader(options: RequestReaderOptions): RequestReader {
  const headers = options.headers.map((name) => name.toLowerCase());
  const userHeader = options.userHeader?.toLowerCase();
  for (const [name, { message, hint }] of Object.entries(KEPT_HEADERS)) {
    if ([...headers, userHeader].includes(name))
      throw new AppError('BAD_OPTION', message, { hint });
  }
  return (request, search) => {
    const cookies = parseCookie(request.headers.cookie ?? '');
    return {
      query: toQuery(search),
      search,
      headers: pick(headers, (name) => headerOf(request.headers, name)),
      cookies: pick(options.cookies, (name) => cookies[name]),
      user: userHeader === undefined ? undefined : headerOf(request.headers, userHeader),
    };
  };
}

/** Whether a notebook that was run for one would be the same for the other; proxies change headers from one to the next. */
export function isSameVisit(one: VisitorRequest, other: VisitorRequest): boolean {
  const visit = ({ search, cookies, user }: VisitorRequest) =>
    JSON.stringify([search, cookies, user ?? null]);
  return visit(one) === visit(other);
}

function pick(
  names: readonly string[],
  find: (name: string) => string | undefined,
): Record<string, string> {
  const picked = names.map((name) => [name, find(name)] as const);
  return Object.fromEntries(
    picked.filter((entry): entry is readonly [string, string] => entry[1] !== undefined),
  );
}

function headerOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}
