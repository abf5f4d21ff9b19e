import { AppError } from '../protocol/errors.js';
import { DOMWidget } from './dom-widget.js';
import type { Values } from './trait-state.js';

/** A box that shows some of its children at a time. Has a title for each. */
export abstract class Paged extends DOMWidget {
  protected override normalize(next: Values, given: ReadonlySet<string>): void {
    const count = lengthOf(next.children);
    if (given.has('children') && !given.has('selectedIndex')) {
      next.selectedIndex = this.reselect(asIndex(next.selectedIndex), count);
    }
    const selected = asIndex(next.selectedIndex);
    if (selected !== null && (selected < 0 || selected >= count)) {
      throw new AppError(
        'INVALID_TRAIT',
        `${this.constructor.name}.selectedIndex must be the index of one of its ${count} children or null, but was given ${selected}.`,
        { hint: 'The first child has the index 0. Set the children first, or both at once.' },
      );
    }
    next.titles = fillTitles(next.titles, count);
  }

  /** What is selected once the children are others. */
  protected reselect(selected: number | null, count: number): number | null {
    return selected !== null && selected < count ? selected : null;
  }
}

/** A box of pages of which one is always selected, if there are any. */
export abstract class Tabbed extends Paged {
  protected override reselect(selected: number | null, count: number): number | null {
    return count === 0 ? null : Math.min(selected ?? 0, count - 1);
  }
}

/** A title for each child at least; those to spare wait for children to come. */
function fillTitles(titles: unknown, count: number): readonly unknown[] {
  const given: readonly unknown[] = Array.isArray(titles) ? titles : [];
  if (given.length >= count) return given;
  return Object.freeze([...given, ...Array<string>(count - given.length).fill('')]);
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

function asIndex(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
