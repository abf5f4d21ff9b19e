import { AppError } from '../protocol/errors.js';
import { Submittable } from './submittable.js';
import type { Values } from './trait-state.js';

/** A text field with options, that can be told to take nothing else. */
export abstract class EnsuredText extends Submittable {
  protected override normalize(next: Values, given: ReadonlySet<string>): void {
    if (!next.ensureOption || !given.has('value')) return;
    if (Array.isArray(next.options) && next.options.includes(next.value)) return;
    throw new AppError(
      'INVALID_TRAIT',
      `${this.constructor.name}.value must be one of its options, but was given ${JSON.stringify(next.value)}.`,
      { hint: 'Add it to the options, or set ensureOption to false.' },
    );
  }
}
