// dist/runtime/kernel → dist/runtime/kernel-bundle/kernel.cjs: the kernel that visitors get, as one file of CommonJS. Node
// holds some 60 kB for each module that it loads, and 0.4 MB for its loader of ES modules. main.cjs beside it runs it.
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { isMain, ROOT } from './run.mjs';

const RUNTIME = path.join(ROOT, 'dist', 'runtime');
const WIDGETS = path.join(ROOT, 'dist', 'widgets');
const BUNDLE = path.join(RUNTIME, 'kernel-bundle');
const OWN_MODULES = path.join(RUNTIME, 'kernel', 'node', 'own-modules.js');

/** Bundles what `tsc -b` has written. */
export async function buildKernel() {
  await rm(BUNDLE, { recursive: true, force: true });
  await bundle('kernel/bundle-main.js', 'main.cjs');
  const text = await bundle('kernel/main.js', 'kernel.cjs', [ownModules]);
  const renamed = /\bclass (_\w+)/.exec(text)?.[1];
  if (renamed) throw new Error(`esbuild calls a class ${renamed}, as it refers to itself by name.`);
  // main.cjs runs it as a script, which has no loader of modules.
  if (/[^.\w]import\(/.test(text)) throw new Error('The kernel’s bundle holds an import().');
}

async function bundle(entry, name, plugins = []) {
  const { outputFiles } = await build({
    write: false,
    entryPoints: [path.join(RUNTIME, entry)],
    outfile: path.join(BUNDLE, name),
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    // V8 keeps the text, and where each of its lines ends. Names stay: a class's is what a notebook shows of a widget.
    minifyWhitespace: true,
    minifySyntax: true,
    define: { 'import.meta.url': '__url' },
    banner: { js: "const __url = require('node:url').pathToFileURL(__filename).href;" },
    plugins,
    // Packages too: the sandbox lets a visitor's kernel read no others than its notebook's.
    logLevel: 'warning',
  });
  const [{ path: file, text }] = outputFiles;
  await mkdir(BUNDLE, { recursive: true });
  await writeFile(file, text);
  return text;
}

/** What cells import of eccola lies in the bundle, each part of it to be run when it is first used. */
const ownModules = {
  name: 'own-modules',
  setup({ onLoad, onResolve }) {
    const namespace = 'own';
    onLoad({ filter: /own-modules\.js$/, namespace: 'file' }, ({ path: file }) =>
      file === OWN_MODULES
        ? {
            contents: `export const OWN_MODULES = {
              eccola: () => require('eccola'),
              'eccola/onnx': () => require('../../inference/onnx.js'),
            };`,
            resolveDir: path.dirname(file),
          }
        : undefined,
    );
    onResolve({ filter: /^eccola$/ }, () => ({ path: 'eccola', namespace }));
    onLoad({ filter: /.*/, namespace }, async () => ({
      contents: await lazyWidgets(),
      resolveDir: WIDGETS,
    }));
  },
};

/** CommonJS with what dist/widgets/index.js exports: a notebook uses few of the widgets, and a class is some 3 kB. */
async function lazyWidgets() {
  const entry = path.join(WIDGETS, 'index.js');
  const exported = await import(pathToFileURL(entry).href);
  const homes = new Map();
  for (const name of await readdir(WIDGETS, { recursive: true })) {
    const file = path.join(WIDGETS, name);
    if (!name.endsWith('.js') || path.basename(name) === 'index.js') continue;
    for (const [key, value] of Object.entries(await import(pathToFileURL(file).href))) {
      if (exported[key] === value) homes.set(key, file);
    }
  }
  const getters = Object.keys(exported).map((key) => {
    if (!homes.has(key)) throw new Error(`dist/widgets exports ${key} from no file of its own.`);
    return `get ${key}() { return require(${JSON.stringify(homes.get(key))}).${key}; }`;
  });
  return `module.exports = { __esModule: true, ${getters.join(',\n')} };`;
}

if (isMain(import.meta.url)) await buildKernel();
