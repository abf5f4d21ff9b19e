import type { VisitorError } from '../../../protocol/session.js';

/** What a visitor reads of an error: an AppError's own words; of any other only that there was one. */
export function errorSentence(
  { ename, evalue }: Pick<VisitorError, 'ename' | 'evalue'>,
  otherwise = 'Something went wrong in this part of the notebook.',
): string {
  return ename === 'AppError' && evalue !== '' ? evalue : otherwise;
}

/** Reads an error that came from elsewhere: what is missing is empty. */
export function toVisitorError(value: Readonly<Record<string, unknown>>): VisitorError {
  const { ename, evalue, traceback, reference } = value;
  return {
    ename: typeof ename === 'string' ? ename : 'Error',
    evalue: typeof evalue === 'string' ? evalue : '',
    traceback: Array.isArray(traceback) ? traceback.filter((line) => typeof line === 'string') : [],
    ...(typeof reference === 'string' && { reference }),
  };
}
