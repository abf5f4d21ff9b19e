import { createRequire } from 'node:module';

/** Requires what tslab depends on: a package manager need not put that where eccola's own modules find it. */
export const requireFromTslab = createRequire(
  createRequire(import.meta.url).resolve('tslab/package.json'),
);
