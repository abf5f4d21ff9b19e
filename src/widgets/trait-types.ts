import type { TraitType } from './model.js';

export const bool: TraitType<boolean> = {
  expects: 'true or false',
  parse: (value) => (typeof value === 'boolean' ? value : undefined),
};

/** Whole numbers; what lies after the point is cut off, as in ipywidgets. */
export const int: TraitType<number> = {
  expects: 'a whole number',
  parse: (value) => (isFiniteNumber(value) ? Math.trunc(value) + 0 : undefined),
};

/** Any finite number: JSON has no other. */
export const float: TraitType<number> = {
  expects: 'a finite number',
  parse: (value) => (isFiniteNumber(value) ? value : undefined),
};

export const string: TraitType<string> = {
  expects: 'a string',
  parse: (value) => (typeof value === 'string' ? value : undefined),
};

/** Binary data. The array itself is kept, not a copy; setting the same one again sends it again. */
export const bytes: TraitType<Uint8Array> = {
  expects: 'a Uint8Array or an ArrayBuffer',
  parse(value) {
    if (value instanceof Uint8Array) return value;
    if (ArrayBuffer.isView(value)) {
      return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    }
    return value instanceof ArrayBuffer ? new Uint8Array(value) : undefined;
  },
};

export function oneOf<T extends string>(...choices: readonly T[]): TraitType<T> {
  return {
    expects: `one of ${choices.map((choice) => JSON.stringify(choice)).join(', ')}`,
    parse: (value) => choices.find((choice) => choice === value),
  };
}

/** A value of either type; the first one that takes it has it. */
export function either<A, B>(first: TraitType<A>, second: TraitType<B>): TraitType<A | B> {
  return {
    expects: `${first.expects} or ${second.expects}`,
    parse: (value) => first.parse(value) ?? second.parse(value),
  };
}

export function nullable<T>(type: TraitType<T>): TraitType<T | null> {
  const { read, write } = type;
  return {
    ...type,
    expects: `${type.expects} or null`,
    parse: (value) => (value === null ? null : type.parse(value)),
    ...(read && { read: (wire: unknown) => (wire === null ? null : read(wire)) }),
    ...(write && { write: (value: T | null) => (value === null ? null : write(value)) }),
  };
}

/** A type whose values no page knows of. */
export function local<T>(type: TraitType<T>): TraitType<T> {
  return { ...type, local: true };
}

/** An array. A frozen copy is kept, so that it changes by being set and in no other way. */
export function list<T>(item: TraitType<T>, expects: string): TraitType<readonly T[]> {
  const parseWith = (parse: (value: unknown) => T | undefined) => (value: unknown) => {
    if (!Array.isArray(value)) return undefined;
    const items = value.map((each: unknown) => parse(each));
    return isComplete(items) ? Object.freeze(items) : undefined;
  };
  const { read, write } = item;
  return {
    expects,
    parse: parseWith((value) => item.parse(value)),
    ...(read && { read: parseWith(read) }),
    ...(write && { write: (values: readonly T[]) => values.map(write) }),
  };
}

/** Two numbers, the lower one first. */
export function pair(item: TraitType<number>): TraitType<readonly [number, number]> {
  return {
    expects: `two numbers, the lower one first, each ${item.expects}`,
    parse(value) {
      if (!Array.isArray(value) || value.length !== 2) return undefined;
      const [lower, upper] = value.map((each: unknown) => item.parse(each));
      if (lower === undefined || upper === undefined || lower > upper) return undefined;
      return Object.freeze([lower, upper] as const);
    },
  };
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isComplete<T>(items: (T | undefined)[]): items is T[] {
  return !items.includes(undefined);
}
