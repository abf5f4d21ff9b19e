import {
  type ChoiceList,
  type Choices,
  choices,
  chosenValue,
  indexOfValue,
  listChoices,
} from './choices.js';
import { DescriptionWidget } from './description-widget.js';
import { isEqual } from './equal.js';
import { defineTraits } from './model.js';
import { traitError } from './trait-error.js';
import type { Values } from './trait-state.js';
import { list, local, nullable, string } from './trait-types.js';

/**
 * A choice of options. A page knows the labels and the index of what is chosen; the values stay in the kernel, and may
 * be anything.
 */
abstract class Selection<T> extends DescriptionWidget {
  /**
   * What can be chosen. An object lists labels that are whole numbers first, in their order: where that matters, give
   * pairs. Options that are set anew choose the first of them, or none where none is chosen at first.
   */
  declare options: Choices<T>;

  protected override normalize(next: Values, given: ReadonlySet<string>): void {
    const list = listChoices(next.options);
    this.checkOptions(list);
    if (given.has('value')) next.index = this.indexOf(list.values, 'value', next.value);
    else if (given.has('label')) next.index = this.indexOf(list.labels, 'label', next.label);
    else if (given.has('options') && !given.has('index')) {
      if (!isEqual(next.options, this.getTrait('options'))) next.index = this.firstIndex(list);
    }
    next._optionsLabels = list.labels;
    if (next.index === this.getTrait('index') && next.options === this.getTrait('options')) return;
    this.checkIndex(next.index, list);
    next.value = this.pick(list.values, next.index);
    next.label = this.pick(list.labels, next.index);
  }

  /** The index that stands for a value or a label; throws if there is none. */
  protected abstract indexOf(all: readonly unknown[], trait: string, chosen: unknown): unknown;

  protected abstract checkIndex(index: unknown, list: ChoiceList): void;

  /** What is chosen of options that are new. */
  protected abstract firstIndex(list: ChoiceList): unknown;

  /** What stands at the index. */
  protected abstract pick(all: readonly unknown[], index: unknown): unknown;

  protected checkOptions(_list: ChoiceList): void {}

  protected findOne(all: readonly unknown[], trait: string, chosen: unknown): number {
    const index = indexOfValue(all, chosen);
    if (index === -1) {
      throw traitError(this.constructor.name, trait, 'one of its options', chosen);
    }
    return index;
  }

  protected checkOne(index: unknown, { labels }: ChoiceList): void {
    if (typeof index !== 'number' || index < 0 || index >= labels.length) {
      const expects = `the index of one of its ${labels.length} options`;
      throw traitError(this.constructor.name, 'index', expects, index);
    }
  }
}

/** A choice of one option, or of none. */
export abstract class SingleSelection<T> extends Selection<T> {
  /** The value of the option that is chosen; null if none is. */
  declare value: T | null;
  /** The label of the option that is chosen; null if none is. */
  declare label: string | null;

  protected override indexOf(all: readonly unknown[], trait: string, chosen: unknown) {
    if (chosen === null && !all.includes(null)) return null;
    return this.findOne(all, trait, chosen);
  }

  protected override checkIndex(index: unknown, list: ChoiceList): void {
    if (index !== null) this.checkOne(index, list);
  }

  protected override firstIndex({ labels }: ChoiceList): number | null {
    return labels.length > 0 ? 0 : null;
  }

  protected override pick(all: readonly unknown[], index: unknown): unknown {
    return typeof index === 'number' ? all[index] : null;
  }
}

/** A choice of one option, always. */
export abstract class RequiredSelection<T> extends Selection<T> {
  /** The value of the option that is chosen. */
  declare value: T;
  /** The label of the option that is chosen. */
  declare label: string;

  protected override indexOf(all: readonly unknown[], trait: string, chosen: unknown) {
    return this.findOne(all, trait, chosen);
  }

  protected override checkIndex(index: unknown, list: ChoiceList): void {
    this.checkOne(index, list);
  }

  protected override firstIndex(): number {
    return 0;
  }

  protected override pick(all: readonly unknown[], index: unknown): unknown {
    return all[Number(index)];
  }

  protected override checkOptions(list: ChoiceList): void {
    requireOptions(this, list);
  }
}

/** A choice of any number of options. */
export abstract class MultipleSelection<T> extends Selection<T> {
  /** The values of the options that are chosen. */
  declare value: readonly T[];
  /** The labels of the options that are chosen. */
  declare label: readonly string[];

  protected override indexOf(all: readonly unknown[], trait: string, chosen: unknown) {
    return Object.freeze(asArray(chosen).map((each) => this.findOne(all, trait, each)));
  }

  protected override checkIndex(index: unknown, list: ChoiceList): void {
    for (const each of asArray(index)) this.checkOne(each, list);
  }

  protected override firstIndex(): readonly number[] {
    return Object.freeze([]);
  }

  protected override pick(all: readonly unknown[], index: unknown): readonly unknown[] {
    return Object.freeze(asArray(index).map((each) => all[Number(each)]));
  }
}

/** A choice of the two ends of a range of options, always. */
export abstract class RangeSelection<T> extends MultipleSelection<T> {
  /** The values of the first and the last option of the range. */
  declare value: readonly [first: T, last: T];
  /** The labels of the first and the last option of the range. */
  declare label: readonly [first: string, last: string];

  protected override checkIndex(index: unknown, list: ChoiceList): void {
    const [first, last, ...more] = asArray(index);
    if (more.length > 0 || typeof last !== 'number' || Number(first) > last) {
      throw traitError(this.constructor.name, 'index', 'two indices, the lower one first', index);
    }
    super.checkIndex(index, list);
  }

  protected override firstIndex(): readonly number[] {
    return Object.freeze([0, 0]);
  }

  protected override checkOptions(list: ChoiceList): void {
    requireOptions(this, list);
  }
}

function requireOptions(widget: object, { labels }: ChoiceList): void {
  if (labels.length === 0) {
    throw traitError(widget.constructor.name, 'options', 'one option at least', []);
  }
}

function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

defineTraits(Selection, () => ({ options: [choices, Object.freeze([])] }));
defineTraits(SingleSelection, () => ({
  value: [chosenValue, null],
  label: [local(nullable(string)), null],
}));
defineTraits(RequiredSelection, () => ({
  value: [chosenValue, null],
  label: [local(string), ''],
}));
defineTraits(MultipleSelection, () => ({
  value: [local(list(chosenValue, 'an array of its options')), Object.freeze([])],
  label: [local(list(string, 'an array of labels')), Object.freeze([])],
}));
