import { fileURLToPath } from 'node:url';

/*
 * Where the kernel finds what belongs to it. This file lies as deep as the bundle of the kernel that is served
 * (scripts/build-kernel.mjs), so that the same paths lead from both.
 */

const locate = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

export const LOCATIONS = {
  /** The folder of eccola's own JavaScript. */
  dist: locate('../../'),
  packageJson: locate('../../../package.json'),
  eccola: locate('../../widgets/index.js'),
  onnx: locate('../inference/onnx.js'),
  inferenceMain: locate('../inference/main.js'),
  compilerMain: locate('../compiler/main.js'),
} as const;
