import { DescriptionWidget } from './description-widget.js';
import { Handlers, type Unsubscribe } from './handlers.js';

/** A field for one line of text, submitted with the Enter key. */
export abstract class Submittable extends DescriptionWidget {
  readonly #submissions = new Handlers<[never]>();

  /**
   * Calls the handler when a visitor presses Enter in the field, with the widget. A page that is busy may send the last
   * letters after it: where that matters, set `continuousUpdate` to false and observe `value` instead.
   * What it throws, or its promise rejects with, is reported where the cell's errors are.
   */
  onSubmit(handler: (widget: this) => unknown): Unsubscribe {
    return this.#submissions.add(handler);
  }

  protected override handleEvent(event: string): void {
    if (event === 'submit') this.#submissions.call(this as never);
  }
}
