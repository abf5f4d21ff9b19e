import { AppError } from '../protocol/errors.js';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this account may not',
  EPERM: 'this account may not',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the account has no space left',
  EMFILE: 'too many files are open',
};

/** What the system refuses, in a sentence; undefined for any other error. */
export function toSystemError(error: unknown): AppError | undefined {
  if (!(error instanceof Error && 'code' in error && 'path' in error)) return undefined;
  const { code, path } = error;
  // A new folder for temporary files is asked for by name, and nobody has chosen that one.
  const isTemporary = 'syscall' in error && error.syscall === 'mkdtemp';
  const reason =
    code === 'ENOENT' && isTemporary ? 'there is no such folder' : REASONS[String(code)];
  if (reason === undefined) return undefined;
  return new AppError('NOT_WRITABLE', `${String(path)} cannot be read or written: ${reason}.`, {
    hint: isTemporary
      ? 'Name a folder for temporary files that can be written in the variable TMPDIR.'
      : 'Choose another folder, or mend what stands in the way.',
    cause: error,
  });
}
