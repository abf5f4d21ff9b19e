import { AppError } from '../protocol/errors.js';
import { DescriptionWidget } from './description-widget.js';
import type { Values } from './trait-state.js';

/** A field for tags, which may be told to take some only. */
export abstract class Tagged extends DescriptionWidget {
  protected override normalize(next: Values, given: ReadonlySet<string>): void {
    if (!given.has('value')) return;
    const allowed = asArray(next.allowedTags);
    for (const tag of asArray(next.value)) {
      if (tag === '') throw refused(this, tag, 'be empty', 'Leave it out.');
      if (allowed.length > 0 && !allowed.includes(tag)) {
        throw refused(this, tag, 'be other than its allowedTags', 'Add it to allowedTags.');
      }
      if (typeof next.min === 'number' && Number(tag) < next.min) {
        throw refused(this, tag, `be below ${next.min}`, 'Lower the min.');
      }
      if (typeof next.max === 'number' && Number(tag) > next.max) {
        throw refused(this, tag, `be above ${next.max}`, 'Raise the max.');
      }
    }
  }
}

function refused(widget: object, tag: unknown, what: string, hint: string): AppError {
  return new AppError(
    'INVALID_TRAIT',
    `A tag of ${widget.constructor.name} must not ${what}, but one was ${JSON.stringify(tag)}.`,
    { hint },
  );
}

function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
