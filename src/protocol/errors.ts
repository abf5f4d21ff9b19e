/**
 * Every error that eccola raises on purpose, with the HTTP status an edge answers.
 * Kept in one table so that a code in a log, a problem document and a test is the same word.
 */
export const ERROR_STATUS = {
  NOT_A_NOTEBOOK: 422,
  NOTEBOOK_NOT_FOUND: 404,
  UNSUPPORTED_LANGUAGE: 422,
  OUTSIDE_ROOT: 404,
  FILE_NOT_FOUND: 404,
  FILE_FORBIDDEN: 403,
  CELL_DOES_NOT_COMPILE: 422,
  CELL_FAILED: 500,
  NOT_IN_BROWSER: 422,
  EXECUTION_TIMEOUT: 504,
  KERNEL_START_FAILED: 503,
  KERNEL_DIED: 503,
  KERNEL_NOT_FOUND: 404,
  TOO_MANY_SESSIONS: 503,
  CLIENT_LIMIT: 429,
  SERVER_RESTARTING: 503,
  COMPILER_FAILED: 500,
  INVALID_TRAIT: 400,
  UNAUTHORIZED: 401,
  FOREIGN_ORIGIN: 403,
  BAD_REQUEST: 400,
  PORT_IN_USE: 500,
  BAD_OPTION: 400,
  BAD_CONNECTION_FILE: 400,
  MALFORMED_MESSAGE: 400,
  MODEL_NOT_FOUND: 404,
  MODEL_INVALID: 422,
  IMAGE_EMPTY: 422,
  IMAGE_UNREADABLE: 422,
  IMAGE_FORMAT: 415,
  IMAGE_TOO_LARGE: 413,
  INFERENCE_BUSY: 503,
  INFERENCE_FAILED: 500,
  PROGRAM_MISSING: 500,
  PROGRAM_FAILED: 500,
  NOT_WRITABLE: 500,
  NO_NOTEBOOKS: 404,
  INTERNAL: 500,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

export interface AppErrorOptions {
  /** What to do next, as a sentence for the person who reads it. */
  hint?: string;
  cause?: unknown;
}

/**
 * An error with a code, a message that names the value at fault, and a hint that says what to do.
 * The message may be shown to a visitor: it carries no path outside the served root and no secret.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  /** Finds the error in the log, once it is written there. */
  reference: string | undefined;

  constructor(code: ErrorCode, message: string, { hint, cause }: AppErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'AppError';
    this.code = code;
    this.hint = hint;
  }

  /** The HTTP status that answers this error. */
  get status(): number {
    return ERROR_STATUS[this.code];
  }
}

export function isAppError(error: unknown): error is AppError {
  return error instanceof AppError;
}
