import { type DisplayHandle, getHost } from './host.js';

/**
 * Shows values as outputs of the cell that runs, one below the other: widgets, and whatever the last expression of a
 * cell may be.
 * @returns a handle that shows another value in the place of the last one
 */
export function display(value: unknown, ...more: unknown[]): DisplayHandle {
  return more.reduce<DisplayHandle>((_, each) => getHost().display(each), getHost().display(value));
}
