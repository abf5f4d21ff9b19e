import { AppError } from '../protocol/errors.js';

/** The error of a trait that was given what it cannot hold. */
export function traitError(owner: string, name: string, expects: string, value: unknown): AppError {
  return new AppError(
    'INVALID_TRAIT',
    `${owner}.${name} must be ${expects}, but was given ${describe(value)}.`,
    { hint: `The widget keeps the ${name} that it had.` },
  );
}

/** A value in a few words, whatever it is and however large. */
export function describe(value: unknown): string {
  if (typeof value === 'string') {
    return value.length > 40 ? `a text of ${value.length} characters` : JSON.stringify(value);
  }
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'object' && value !== null) {
    const name: unknown = value.constructor?.name;
    return typeof name === 'string' && name !== 'Object' ? `a ${name}` : 'an object';
  }
  if (typeof value === 'function') return 'a function';
  return String(value);
}

/** The error of a handler that changes what it observes, and never lets it be. */
export function endlessChange(widget: object, names: readonly string[]): AppError {
  return new AppError(
    'INVALID_TRAIT',
    `${widget.constructor.name}.${names.join(', ')}: its handlers change it without end.`,
    { hint: 'A handler that sets what it observes must come to a value that it leaves as it is.' },
  );
}
