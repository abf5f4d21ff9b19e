// dist/runtime/kernel → dist/runtime/kernel-bundle: the kernel that visitors get, in few files. Node holds some 60 kB for
// each module that it loads: as one file for each module a kernel is a third larger, and starts later.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { isMain, ROOT } from './run.mjs';

const RUNTIME = path.join(ROOT, 'dist', 'runtime');
const BUNDLE = path.join(RUNTIME, 'kernel-bundle');

/** Bundles what `tsc -b` has written. */
export async function buildKernel() {
  await rm(BUNDLE, { recursive: true, force: true });
  await build({
    entryPoints: {
      main: path.join(RUNTIME, 'kernel/main.js'),
      eccola: path.join(ROOT, 'dist/widgets/index.js'),
      onnx: path.join(RUNTIME, 'inference/onnx.js'),
    },
    outdir: BUNDLE,
    bundle: true,
    // Shared code is shared: an error class must be one class.
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // Packages too: the sandbox lets a visitor's kernel read no others than its notebook's.
    logLevel: 'warning',
  });
}

if (isMain(import.meta.url)) await buildKernel();
