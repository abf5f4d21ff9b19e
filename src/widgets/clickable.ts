import { DOMWidget } from './dom-widget.js';
import { Handlers, type Unsubscribe } from './handlers.js';

/** A widget that a visitor clicks. */
export abstract class Clickable extends DOMWidget {
  readonly #clicks = new Handlers<[never]>();

  /**
   * Calls the handler for each click, with the widget that was clicked.
   * What it throws, or its promise rejects with, is reported where the cell's errors are.
   */
  onClick(handler: (widget: this) => unknown): Unsubscribe {
    return this.#clicks.add(handler);
  }

  /** Calls the handlers, as a visitor's click does. */
  click(): void {
    this.#clicks.call(this as never);
  }

  protected override handleEvent(event: string): void {
    if (event === 'click') this.click();
  }
}
