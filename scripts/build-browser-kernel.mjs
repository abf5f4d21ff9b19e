// src/runtime/kernel/browser → dist/browser-kernel: the kernel of pages without a server.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { isMain, ROOT } from './run.mjs';

const BROWSER_BUNDLE = path.join(ROOT, 'dist', 'browser-kernel');

/** The worker, in one file. */
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

/** Writes it. */
export async function buildBrowserKernel() {
  const { files } = await bundleBrowserKernel();
  await rm(BROWSER_BUNDLE, { recursive: true, force: true });
  await mkdir(BROWSER_BUNDLE, { recursive: true });
  for (const { name, contents } of files) {
    await writeFile(path.join(BROWSER_BUNDLE, name), contents);
  }
}

if (isMain(import.meta.url)) await buildBrowserKernel();
