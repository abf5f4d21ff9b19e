import { Layout } from './generated/layout.js';
import { defineTraits } from './model.js';
import { reference } from './references.js';
import { bool, list, nullable, string } from './trait-types.js';
import type { Options } from './types.js';
import { Widget } from './widget.js';

/** A widget that shows as an element of the page. */
export abstract class DOMWidget extends Widget {
  /** Whether the Tab key reaches it; null leaves that to the browser. (wire: `tabbable`) */
  declare tabbable: boolean | null;
  /** What a pointer that rests on it is told. (wire: `tooltip`) */
  declare tooltip: string | null;

  /** Its size and place, as CSS. (wire: `layout`) */
  get layout(): Layout {
    return this.reference('layout', Layout);
  }
  set layout(layout: Layout | Options<Layout>) {
    this.setTrait('layout', layout);
  }

  /** Adds CSS classes to its element. */
  addClass(...names: string[]): this {
    this.#setClasses((classes) => [...new Set([...classes, ...names])]);
    return this;
  }

  /** Takes CSS classes off its element, those that `addClass` has added. */
  removeClass(...names: string[]): this {
    this.#setClasses((classes) => classes.filter((name) => !names.includes(name)));
    return this;
  }

  /** Puts the keyboard's focus on it, on every page. */
  focus(): void {
    this.send({ do: 'focus' });
  }

  /** Takes the keyboard's focus off it. */
  blur(): void {
    this.send({ do: 'blur' });
  }

  #setClasses(change: (classes: readonly string[]) => string[]): void {
    const classes = this.getTrait('_domClasses');
    this.setTrait('_domClasses', change(Array.isArray(classes) ? classes : []));
  }
}

defineTraits(DOMWidget, () => ({
  _domClasses: [list(string, 'an array of strings'), []],
  layout: [reference(Layout), null],
  tabbable: [nullable(bool), null],
  tooltip: [nullable(string), null],
}));
