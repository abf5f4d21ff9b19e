/** As `console.log` prints one value: strings as they are. `inspect` is Node's, or what stands for it elsewhere. */
export function inspectText(value: unknown, inspect: (value: unknown) => string): string {
  if (typeof value === 'string') return value;
  try {
    return inspect(value);
  } catch (error) {
    return `[a value that cannot be shown: ${error instanceof Error ? error.message : error}]`;
  }
}
