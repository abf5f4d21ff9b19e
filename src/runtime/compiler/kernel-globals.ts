/** A typed array's methods of ES2023. */
const typedArray = (name: string, element: string) => `
interface ${name} {
  toReversed(): ${name};
  toSorted(compare?: (a: ${element}, b: ${element}) => number): ${name};
  with(index: number, value: ${element}): ${name};
}`;

/** An array's methods of ES2023. */
const array = (name: string) => `
interface ${name}<T> {
  /** The same items in reverse, as a new array. */
  toReversed(): T[];
  /** The same items sorted, as a new array. */
  toSorted(compare?: (a: T, b: T) => number): T[];
  /** A new array in which some items are removed and others put in their place. */
  toSpliced(start: number, deleteCount?: number, ...items: T[]): T[];
  /** A new array with one item replaced. */
  with(index: number, value: T): T[];
}`;

const NUMBER_ARRAYS = [
  'Int8Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'Float32Array',
  'Float64Array',
];

/**
 * Types that every cell knows beside Node's and the library's: what the kernel itself gives, and what ES2023 has and the
 * library of TypeScript 5.0 lacks.
 */
export const KERNEL_GLOBALS = `
/** Asks whoever runs the cell for a line of text. It rejects on a published page, where no one can answer. */
declare function prompt(message?: string): Promise<string>;
${array('Array')}
${array('ReadonlyArray')}
${NUMBER_ARRAYS.map((name) => typedArray(name, 'number')).join('\n')}
${typedArray('BigInt64Array', 'bigint')}
${typedArray('BigUint64Array', 'bigint')}
`;
