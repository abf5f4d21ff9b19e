import type { ErrorRequestHandler, RequestHandler } from 'express';
import { AppError, type ErrorCode, isAppError } from '../../protocol/errors.js';
import type { Problem } from '../../protocol/session.js';
import { type PageAssets, renderNotice } from '../../render/html/index.js';
import type { ErrorLog } from '../error-log.js';

export interface ErrorRouteOptions {
  errorLog: ErrorLog;
  baseUrl: string;
  assets: PageAssets;
}

const TITLES: Record<number, string> = {
  400: 'That was not understood',
  401: 'A token is needed',
  403: 'That is not allowed',
  404: 'Not found',
  413: 'Too large',
  422: 'This notebook cannot be shown',
  429: 'Too many at once',
  503: 'Not now',
  504: 'That took too long',
};

/** A bound that is met is no error of the server's; that it is met often shows in the log of requests. */
const BOUNDS: ReadonlySet<ErrorCode> = new Set([
  'TOO_MANY_SESSIONS',
  'INFERENCE_BUSY',
  'SERVER_RESTARTING',
]);

/** Answers every error: a page for people, a problem document for programs. The stack goes to the log only. */
export function errorRoute({ errorLog, baseUrl, assets }: ErrorRouteOptions): ErrorRequestHandler {
  return (thrown: unknown, request, response, next) => {
    if (response.headersSent) return next(thrown);
    const error = toAppError(thrown);
    const { status, message, hint } = error;
    if (status >= 500 && !BOUNDS.has(error.code))
      errorLog(error, { method: request.method, path: request.path });
    const { reference } = error;
    const title = TITLES[status] ?? 'Something went wrong';
    response.status(status).set('Cache-Control', 'no-store').vary('Accept');
    if (status === 401) response.set('WWW-Authenticate', 'Bearer realm="eccola"');
    if (status === 503 || status === 429) response.set('Retry-After', '5');
    if (request.accepts(['json', 'html']) === 'html') {
      const leadsHome = status === 404;
      const notice = { title, message, hint, reference, leadsHome, baseUrl, assets };
      response.type('html').send(renderNotice(notice));
    } else {
      const { code } = error;
      const problem = { title, status, detail: message, code, hint, reference };
      response
        .type('application/problem+json')
        .send(JSON.stringify({ type: 'about:blank', ...problem } satisfies Problem));
    }
  };
}

/** For what no route answers. */
export const notFoundRoute: RequestHandler = () => {
  throw new AppError('FILE_NOT_FOUND', 'There is nothing at this address.', {
    hint: 'Check the address, or go back to where you came from.',
  });
};

/** What express and its parsers throw for a malformed request carries a status; all else is a defect of ours. */
function toAppError(thrown: unknown): AppError {
  if (isAppError(thrown)) return thrown;
  const status =
    typeof thrown === 'object' && thrown !== null && 'status' in thrown ? thrown.status : 500;
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new AppError('BAD_REQUEST', 'The request was not understood.', { cause: thrown });
  }
  return new AppError('INTERNAL', 'Something went wrong on the server.', { cause: thrown });
}
