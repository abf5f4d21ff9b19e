import { AppError } from '../protocol/errors.js';
import { DescriptionWidget } from './description-widget.js';
import type { Values } from './trait-state.js';

/** A number that stays between `min` and `max`: it moves with them. */
export abstract class BoundedNumber extends DescriptionWidget {
  protected override normalize(next: Values): void {
    const { min, max } = boundsOf(this, next);
    next.value = clamp(Number(next.value), min, max);
  }
}

/** A number between two powers of `base`, whose exponents are `min` and `max`. */
export abstract class BoundedPower extends DescriptionWidget {
  protected override normalize(next: Values): void {
    const { min, max } = boundsOf(this, next);
    const base = Number(next.base);
    next.value = clamp(Number(next.value), base ** min, base ** max);
  }
}

/** Two numbers that stay between `min` and `max`; the middle half of that if none are given. */
export abstract class BoundedRange extends DescriptionWidget {
  protected override complete(options: Values): Values {
    const { min, max } = boundsOf(this, {
      min: options.min ?? this.getTrait('min'),
      max: options.max ?? this.getTrait('max'),
    });
    return { value: [0.75 * min + 0.25 * max, 0.25 * min + 0.75 * max], ...options };
  }

  protected override normalize(next: Values): void {
    const { min, max } = boundsOf(this, next);
    if (!Array.isArray(next.value)) return;
    const [lower, upper] = next.value.map((value: unknown) => clamp(Number(value), min, max));
    next.value = Object.freeze([lower, upper]);
  }
}

function boundsOf(widget: object, values: Values): { min: number; max: number } {
  const [min, max] = [Number(values.min), Number(values.max)];
  if (min > max) throw outOfOrder(widget, min, max);
  return { min, max };
}

function outOfOrder(widget: object, min: unknown, max: unknown): AppError {
  return new AppError(
    'INVALID_TRAIT',
    `${widget.constructor.name}.min must not be above its max, but they would be ${min} and ${max}.`,
    { hint: 'Set both at once: widget.set({ min, max }).' },
  );
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), max);
}

/** A date or time that stays between `min` and `max`, where there are such. */
export abstract class BoundedMoment extends DescriptionWidget {
  protected override normalize(next: Values): void {
    const { min, max } = next;
    if (isAfter(min, max)) throw outOfOrder(this, min, max);
    if (isAfter(min, next.value)) next.value = min;
    if (isAfter(next.value, max)) next.value = max;
  }
}

/** Of two dates, or of two texts in ISO 8601, which sort as the moments that they stand for. */
function isAfter(a: unknown, b: unknown): boolean {
  if (a instanceof Date && b instanceof Date) return a > b;
  return typeof a === 'string' && typeof b === 'string' && a > b;
}
