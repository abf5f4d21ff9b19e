import { Submittable } from './submittable.js';

/** A text field whose value is written nowhere but to its page. */
export abstract class Secret extends Submittable {
  override toString(): string {
    return `${this.constructor.name}()`;
  }
}
