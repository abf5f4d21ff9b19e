import { createRequire } from 'node:module';
import { requireFromTslab } from '../../tslab-require.js';
import type { TslabVersions } from '../core/tslab-module.js';

/** What is installed here. */
export function readVersions(): TslabVersions {
  const require = createRequire(import.meta.url);
  return {
    tslab: String(require('tslab/package.json').version),
    typescript: typescriptVersion(),
    node: process.version,
  };
}

/** The version of the TypeScript that compiles cells, read without loading it. */
export function typescriptVersion(): string {
  return String(requireFromTslab('@tslab/typescript-for-tslab/package.json').version);
}
