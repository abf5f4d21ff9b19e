import { AppError } from '../protocol/errors.js';

/** What `parseArgs` throws for arguments that it does not know, in our words; undefined for any other error. */
export function toOptionError(error: unknown): AppError | undefined {
  if (!(error instanceof Error && 'code' in error)) return undefined;
  if (!String(error.code).startsWith('ERR_PARSE_ARGS')) return undefined;
  const unknown = /^Unknown option '([^']+)'/.exec(error.message)?.[1];
  const message = unknown === undefined ? error.message : `eccola has no option ${unknown}.`;
  const hint = '`eccola --help` lists what it takes.';
  return new AppError('BAD_OPTION', message, { hint, cause: error });
}
