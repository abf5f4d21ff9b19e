import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/*
 * Where the kernel finds what belongs to it. This file lies as deep as the bundle of the kernel that is served
 * (scripts/build-kernel.mjs), so that the same paths lead from both.
 */

const locate = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** In the bundle, what notebooks import lies beside the kernel. */
const IS_BUNDLE = existsSync(locate('./eccola.js'));

export const LOCATIONS = {
  /** The folder of eccola's own JavaScript. */
  dist: locate('../../'),
  packageJson: locate('../../../package.json'),
  eccola: locate(IS_BUNDLE ? './eccola.js' : '../../widgets/index.js'),
  onnx: locate(IS_BUNDLE ? './onnx.js' : '../inference/onnx.js'),
  inferenceMain: locate('../inference/main.js'),
  compilerMain: locate('../compiler/main.js'),
} as const;
