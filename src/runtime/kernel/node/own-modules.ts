import { createRequire } from 'node:module';
import { LOCATIONS } from '../locations.js';

const load = createRequire(import.meta.url);

/**
 * What cells get of eccola's own, by the name that they import. Loaded when a cell asks for it, as not every notebook does.
 * The bundle of the kernel that visitors get has modules of its own instead (scripts/build-kernel.mjs).
 */
export const OWN_MODULES: Readonly<Record<string, () => object>> = {
  eccola: () => load(LOCATIONS.eccola),
  'eccola/onnx': () => load(LOCATIONS.onnx),
};
