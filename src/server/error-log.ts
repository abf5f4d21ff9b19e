import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { isAppError } from '../protocol/errors.js';
import { type KernelError, parseKernelError } from './visitor-frame.js';

/**
 * Writes an error to the log, whole; an `AppError` once, however often it is thrown.
 * @param error what was thrown, or what a kernel says was thrown in a cell or a handler
 * @param where notebook, session and the like
 * @returns the reference by which a visitor's words lead to the log's
 */
export type ErrorLog = (error: unknown, where: Readonly<Record<string, unknown>>) => string;

/** The same error of the same place again: a handler may fail with every move of a slider. */
const REMEMBERED = 200;

export function createErrorLog(logger: Logger): ErrorLog {
  const known = new Map<string, string>();

  function write(error: unknown, where: object): string {
    const reference = randomBytes(4).toString('hex');
    if (isKernelError(error)) {
      const { ename, evalue, traceback } = parseKernelError(error);
      const text = traceback.join('\n') || `${ename}: ${evalue}`;
      logger.error({ reference, ...where, traceback: text }, `${ename}: ${evalue}`);
    } else {
      const hint = isAppError(error) ? error.hint : undefined;
      logger.error({ reference, ...where, hint, err: error }, String(error));
    }
    return reference;
  }

  return (error, where) => {
    if (isAppError(error)) {
      error.reference ??= write(error, where);
      return error.reference;
    }
    if (!isKernelError(error)) return write(error, where);
    const key = JSON.stringify([where, error.ename, error.evalue, error.traceback]);
    const before = known.get(key);
    if (before !== undefined) return before;
    const reference = write(error, where);
    known.set(key, reference);
    const [oldest] = known.keys();
    if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest);
    return reference;
  };
}

function isKernelError(error: unknown): error is KernelError {
  return typeof error === 'object' && error !== null && 'ename' in error;
}
