// dist/runtime/kernel → dist/runtime/kernel-bundle: the kernel that visitors get, in few files. Node holds some 60 kB for
// each module that it loads: as one file for each module a kernel is a third larger, and starts later.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { isMain, ROOT } from './run.mjs';

const RUNTIME = path.join(ROOT, 'dist', 'runtime');
const BUNDLE = path.join(RUNTIME, 'kernel-bundle');
const BROWSER_BUNDLE = path.join(ROOT, 'dist', 'browser-kernel');

/** Bundles what `tsc -b` has written, and the kernel of pages without a server from its source. */
export async function buildKernel() {
  await buildBrowserKernel();
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

/** src/runtime/kernel/browser → dist/browser-kernel: the worker of pages without a server, in one file. */
export async function bundleBrowserKernel() {
  const { outputFiles, metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: { kernel: path.join(ROOT, 'src/runtime/kernel/browser/main.ts') },
    outdir: BROWSER_BUNDLE,
    entryNames: '[name]-[hash]',
    bundle: true,
    // A classic script: cells run in sloppy mode where they do in Node.
    format: 'iife',
    platform: 'browser',
    target: ['es2022', 'chrome111', 'firefox114', 'safari16.4'],
    minify: true,
    // Messages of errors name classes.
    keepNames: true,
    metafile: true,
    write: false,
    legalComments: 'none',
    define: { BUILT_WITH: JSON.stringify(await versions()) },
    logLevel: 'warning',
  });
  return {
    files: outputFiles.map(({ path: file, contents }) => ({
      name: path.relative(BROWSER_BUNDLE, file),
      contents,
    })),
    metafile,
  };
}

async function versions() {
  const versionOf = async (manifest) =>
    JSON.parse(await readFile(path.join(ROOT, manifest), 'utf8')).version;
  return {
    eccola: await versionOf('package.json'),
    tslab: await versionOf('node_modules/tslab/package.json'),
    typescript: await versionOf('node_modules/@tslab/typescript-for-tslab/package.json'),
    node: '',
  };
}

async function buildBrowserKernel() {
  const { files } = await bundleBrowserKernel();
  await rm(BROWSER_BUNDLE, { recursive: true, force: true });
  await mkdir(BROWSER_BUNDLE, { recursive: true });
  for (const { name, contents } of files) {
    await writeFile(path.join(BROWSER_BUNDLE, name), contents);
  }
}

if (isMain(import.meta.url)) await buildKernel();
