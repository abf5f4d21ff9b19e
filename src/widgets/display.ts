import { type DisplayHandle, getHost } from './host.js';

/**
 * Takes away what the running cell has shown so far.
 * @param wait until the cell shows something new, so that nothing flickers in between
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#clear-output
 */
export function clearOutput({ wait = false }: { wait?: boolean } = {}): void {
  getHost().clearOutput(wait);
}

/**
 * Shows values as outputs of the cell that runs, one below the other: widgets, and whatever the last expression of a
 * cell may be.
 * @returns a handle that shows another value in the place of the last one
 */
export function display(value: unknown, ...more: unknown[]): DisplayHandle {
  return more.reduce<DisplayHandle>((_, each) => getHost().display(each), getHost().display(value));
}
