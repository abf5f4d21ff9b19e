import { isPlain } from './equal.js';

/** The options of a constructor that may be given one trait by itself: `new Label('Hello', { tooltip: '…' })`. */
export function withFirst(name: string, first: unknown, options: object = {}): object {
  if (first === undefined || !isPlain(options)) return options;
  return isPlain(first) ? { ...first, ...options } : { [name]: first, ...options };
}
