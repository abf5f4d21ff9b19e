import { createHash, randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { isAppError } from '../protocol/errors.js';
import { type KernelError, parseKernelError } from '../protocol/kernel-error.js';
import { createLogLimit, type LogLimit, shorten } from './log-limit.js';

/**
 * Writes an error to the log, whole; an `AppError` once, however often it is thrown.
 * @param error what was thrown, or what a kernel says was thrown in a cell or a handler
 * @param where notebook, session and the like
 * @returns the reference by which a visitor's words lead to the log's
 */
export type ErrorLog = (error: unknown, where: Readonly<Record<string, unknown>>) => string;

/** The same error of the same place again: a handler may fail with every move of a slider. */
const REMEMBERED = 200;

/** Errors of one place may differ each time, as a text that a visitor typed may stand in each. */
interface Place {
  limit: LogLimit;
  /** Of the last one that was written. */
  reference: string;
}

export function createErrorLog(logger: Logger): ErrorLog {
  const known = createMemory<string>();
  const places = createMemory<Place>();

  function write(error: unknown, where: object): string {
    const reference = randomBytes(4).toString('hex');
    if (isKernelError(error)) {
      const { ename, evalue, traceback } = parseKernelError(error);
      const sentence = shorten(`${ename}: ${evalue}`);
      const text = shorten(traceback.join('\n')) || sentence;
      logger.error({ reference, ...where, traceback: text }, sentence);
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
    const key = hash([where, error.ename, error.evalue, error.traceback]);
    const before = known.get(key);
    if (before !== undefined) return before;
    const place = places.getOrSet(hash(where), () => ({
      limit: createLogLimit(),
      reference: '',
    }));
    const entry = place.limit.take();
    if (!entry) return place.reference;
    place.reference = write(error, { ...where, ...entry });
    known.set(key, place.reference);
    return place.reference;
  };
}

/** A map that forgets the oldest. */
function createMemory<T>() {
  const entries = new Map<string, T>();
  const set = (key: string, value: T): T => {
    entries.set(key, value);
    const [oldest] = entries.keys();
    if (entries.size > REMEMBERED && oldest !== undefined) entries.delete(oldest);
    return value;
  };
  return {
    get: (key: string) => entries.get(key),
    set,
    getOrSet: (key: string, make: () => T) => entries.get(key) ?? set(key, make()),
  };
}

function hash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64');
}

function isKernelError(error: unknown): error is KernelError {
  return typeof error === 'object' && error !== null && 'ename' in error;
}
