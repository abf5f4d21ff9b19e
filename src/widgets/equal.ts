/**
 * Whether two trait values are the same: numbers, strings and other primitives by value (NaN equals itself), arrays,
 * plain objects and dates by content. Bytes that are the same array count as changed, as they may have been written to.
 */
export function isEqual(a: unknown, b: unknown): boolean {
  if (isBytes(a) && isBytes(b)) return a !== b && equalBytes(a, b);
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => isEqual(item, b[index]));
  }
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime();
  return isPlain(a) && isPlain(b) && equalRecords(a, b);
}

function equalRecords(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isEqual(a[key], b[key]))
  );
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.byteLength !== b.byteLength) return false;
  // A loop, because a photo has millions of bytes.
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return false;
  return true;
}

function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array;
}

/** Objects made by a literal or by JSON, from whichever realm: a cell may run in another one than this module. */
export function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** The value if it is a plain object, else an empty one. */
export function asRecord(value: unknown): Record<string, unknown> {
  return isPlain(value) ? value : {};
}
