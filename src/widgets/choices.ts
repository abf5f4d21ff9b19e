import { isEqual, isPlain } from './equal.js';
import type { TraitType } from './model.js';
import type { Options } from './types.js';

/** What a visitor chooses from: values that are their own labels, pairs of a label and a value, or an object of values by label. */
export type Choices<T> =
  | readonly T[]
  | readonly (readonly [label: string, value: T])[]
  | Readonly<Record<string, T>>;

/** What the constructor of a widget with choices takes, these being of one kind. */
export type ChoiceOptions<W, C> = Omit<Options<W>, 'options'> & { options?: C };

/** As {@link ChoiceOptions}, of a widget that cannot be without choices. */
export type RequiredChoiceOptions<W, C> = Omit<Options<W>, 'options'> & { options: C };

/** Choices as widgets work with them. */
export interface ChoiceList {
  readonly labels: readonly string[];
  readonly values: readonly unknown[];
}

/** Choices as the notebook gave them, in a frozen copy. */
export const choices: TraitType<Choices<unknown>> = {
  expects: 'an array of values, an array of [label, value] pairs, or an object of values by label',
  local: true,
  parse(value) {
    if (Array.isArray(value)) return Object.freeze([...value]);
    return isPlain(value) ? Object.freeze({ ...value }) : undefined;
  },
};

/** The value of a choice, of whatever type. */
export const chosenValue: TraitType<unknown> = {
  expects: 'one of its options',
  local: true,
  parse: (value) => value,
};

const lists = new WeakMap<object, ChoiceList>();

/** The labels and the values of choices; the same object for the same choices. */
export function listChoices(given: unknown): ChoiceList {
  if (typeof given !== 'object' || given === null) return { labels: [], values: [] };
  const known = lists.get(given);
  if (known) return known;
  const pairs = toPairs(given);
  const list = {
    labels: Object.freeze(pairs.map(([label]) => label)),
    values: pairs.map(([, value]) => value),
  };
  lists.set(given, list);
  return list;
}

function toPairs(given: object): (readonly [string, unknown])[] {
  if (!Array.isArray(given)) return Object.entries(given);
  return given.every(isPair) ? given : given.map((value: unknown) => [String(value), value]);
}

function isPair(value: unknown): value is readonly [string, unknown] {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === 'string';
}

/** Where a value stands among others; -1 if it does not. */
export function indexOfValue(values: readonly unknown[], value: unknown): number {
  const same = values.findIndex((each) => Object.is(each, value));
  return same === -1 ? values.findIndex((each) => isEqual(each, value)) : same;
}
