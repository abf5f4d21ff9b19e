import { AppError } from '../../../protocol/errors.js';

export interface NumberRange {
  from?: number;
  to?: number;
  integer?: boolean;
}

/**
 * The fields of a JSON object that a person wrote. Each is read with a check; all methods throw AppError `MODEL_INVALID`
 * with the file, the field and the value when it fails.
 */
export class JsonFields {
  readonly #values: ReadonlyMap<string, unknown>;
  readonly #file: string;
  readonly #prefix: string;

  /**
   * @param file how messages call the file
   * @param prefix of the fields' names in messages, such as `input.`
   */
  constructor(json: unknown, file: string, prefix = '') {
    if (typeof json !== 'object' || json === null || Array.isArray(json)) {
      const what = prefix === '' ? 'its content' : `"${prefix.slice(0, -1)}"`;
      throw fieldError(file, what, 'an object', json);
    }
    this.#values = new Map(Object.entries(json));
    this.#file = file;
    this.#prefix = prefix;
  }

  get(name: string): unknown {
    return this.#values.get(name);
  }

  object(name: string, fallback?: object): JsonFields {
    return new JsonFields(this.get(name) ?? fallback, this.#file, `${this.#prefix}${name}.`);
  }

  oneOf<const T extends string>(name: string, choices: readonly T[], fallback: T): T {
    const value = this.get(name) ?? fallback;
    const choice = choices.find((candidate) => candidate === value);
    if (choice === undefined) throw this.wrong(name, `one of ${choices.join(', ')}`);
    return choice;
  }

  number(name: string, range: NumberRange = {}, fallback?: number): number {
    const value = this.get(name) ?? fallback;
    if (isNumberIn(value, range)) return value;
    const { from, to, integer } = range;
    const kind = integer ? 'a whole number' : 'a number';
    throw this.wrong(name, from === undefined ? kind : `${kind} from ${from} to ${to}`);
  }

  text(name: string): string | undefined {
    const value = this.get(name);
    if (value === undefined || typeof value === 'string') return value;
    throw this.wrong(name, 'a string');
  }

  /** Refuses all other fields: one that is misspelt would be a default in silence. */
  allow(...names: readonly string[]): void {
    for (const name of this.#values.keys()) {
      if (names.includes(name)) continue;
      throw new AppError(
        'MODEL_INVALID',
        `${this.#file}: ${this.#quote(name)} is no known field.`,
        {
          hint: `Known here: ${names.join(', ')}.`,
        },
      );
    }
  }

  /** Refuses fields that contradict another one. */
  forbid(names: readonly string[], reason: string): void {
    const name = names.find((candidate) => this.#values.has(candidate));
    if (name === undefined) return;
    throw new AppError(
      'MODEL_INVALID',
      `${this.#file}: ${this.#quote(name)} has no meaning: ${reason}.`,
      { hint: `Leave "${name}" out.` },
    );
  }

  /** The error for a field that is not what is expected. */
  wrong(name: string, expected: string): AppError {
    return fieldError(this.#file, this.#quote(name), expected, this.get(name));
  }

  #quote(name: string): string {
    return `"${this.#prefix}${name}"`;
  }
}

export function isNumberIn(value: unknown, range: NumberRange = {}): value is number {
  const { from = -Infinity, to = Infinity, integer = false } = range;
  return (
    typeof value === 'number' &&
    Number.isFinite(value) &&
    value >= from &&
    value <= to &&
    (!integer || Number.isInteger(value))
  );
}

function fieldError(file: string, what: string, expected: string, value: unknown): AppError {
  const found = value === undefined ? 'is missing' : `is ${shorten(JSON.stringify(value))}`;
  return new AppError('MODEL_INVALID', `${file}: ${what} must be ${expected}, and ${found}.`, {
    hint: 'docs/models.md describes the fields of this file.',
  });
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)} …` : text;
}
