import { isBuiltin } from 'node:module';

/** What every kernel of eccola's brings itself. */
const BROUGHT = new Set(['eccola', 'tslab']);

/** @returns undefined for a file, and for what Node or eccola brings */
export function toPackageName(specifier: string): string | undefined {
  if (/^(?:[./]|[a-z]+:|#)/.test(specifier) || isBuiltin(specifier)) return undefined;
  const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0];
  return name === undefined || BROUGHT.has(name) ? undefined : name;
}
