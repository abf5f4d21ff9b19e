import type { RequestHandler } from 'express';
import type { Logger } from 'pino';

/** A line for each request: never its query, where tokens and what visitors typed may stand. */
export function requestLog(logger: Logger, isQuiet: (path: string) => boolean): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    const { method, path } = request;
    response.on('finish', () => {
      const { statusCode: status } = response;
      const ms = Math.round(performance.now() - startedAt);
      const level = isQuiet(path) && status < 400 ? 'debug' : 'info';
      logger[level]({ method, path, status, ms }, 'request');
    });
    next();
  };
}
