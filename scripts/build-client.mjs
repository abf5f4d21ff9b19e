// Bundles the page's script and style: src/render/client → dist/client, with manifest.json and precompressed copies.
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import * as esbuild from 'esbuild';
import { isMain, ROOT } from './run.mjs';

const CLIENT = path.join(ROOT, 'src', 'render', 'client');
const OUT = path.join(ROOT, 'dist', 'client');
const SCRIPT = path.join(CLIENT, 'main.ts');
const STYLE = path.join(CLIENT, 'styles', 'page.css');

const shim = (name) => path.join(CLIENT, 'shims', name);
const SHIMS = {
  jquery: shim('jquery.js'),
  'sanitize-html': shim('sanitize-html.js'),
  'lodash/isEqual': shim('lodash-is-equal.js'),
};

/** Packages whose modules do nothing but define: what is not used of them is left out. */
const PURE = /node_modules\/(?:@jupyterlab|@jupyter-widgets|@lumino)\//;

/**
 * Takes the sources of JupyterLab's packages instead of their CommonJS, of which nothing could be left out, and stands
 * in for what the page does not need of others.
 */
const slim = {
  name: 'slim',
  setup(build) {
    build.onResolve({ filter: /.*/ }, async (args) => {
      if (args.pluginData === slim || args.kind === 'entry-point') return undefined;
      if (Object.hasOwn(SHIMS, args.path)) return { path: SHIMS[args.path], sideEffects: false };
      if (args.path === '@lumino/widgets') {
        const tabs = args.importer.endsWith(path.join('lumino', 'tabpanel.js'));
        return { path: shim(tabs ? 'lumino-tabs.js' : 'lumino-widgets.js'), sideEffects: false };
      }
      const { importer, kind, resolveDir } = args;
      const found = await build.resolve(args.path, {
        importer,
        kind,
        resolveDir,
        pluginData: slim,
      });
      if (found.errors.length > 0 || !PURE.test(found.path)) return found;
      return { ...found, path: sourceOf(found.path), sideEffects: false };
    });
  },
};

/**
 * Has everything that is loaded later import the page's script, which is there by then: so all parts of the script are
 * used by the same files, and esbuild puts them into one. It would split them by who else uses which, and a browser
 * takes longer to ask for six files than for one.
 */
const oneScript = {
  name: 'one-script',
  setup(build) {
    const namespace = 'later';
    build.onResolve({ filter: /.*/ }, async (args) => {
      if (args.kind !== 'dynamic-import' || args.pluginData !== undefined) return undefined;
      const { importer, kind, resolveDir } = args;
      const found = await build.resolve(args.path, {
        importer,
        kind,
        resolveDir,
        pluginData: oneScript,
      });
      return { ...found, namespace };
    });
    build.onLoad({ filter: /.*/, namespace }, ({ path: file }) => ({
      contents: `import ${JSON.stringify(SCRIPT)}; export * from ${JSON.stringify(file)};`,
      resolveDir: CLIENT,
    }));
  },
};

/** `lib/x.js` → `src/x.ts`, and a Lumino package's bundle → its index, where the package brings them. */
function sourceOf(file) {
  const source = file
    .replace(/(@jupyterlab\/[^/]+)\/lib\/(.*)\.js$/, '$1/src/$2.ts')
    .replace(/(@lumino\/(?!coreutils)[^/]+)\/dist\/index(?:\.es6)?\.js$/, '$1/src/index.ts')
    .replace(/(@lumino\/coreutils)\/dist\/index\.js$/, '$1/dist/index.es6.js');
  return existsSync(source) ? source : file;
}

/**
 * Bundles in memory.
 * @returns {Promise<{ files: { name: string, contents: Uint8Array }[], manifest: object, metafile: import('esbuild').Metafile }>}
 *   names are below dist/client; the manifest is all of render/html's PageAssets but `css`
 */
export async function bundleClient() {
  const { outputFiles, metafile } = await esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: { main: SCRIPT, page: STYLE },
    outdir: OUT,
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    target: ['es2022', 'chrome111', 'firefox114', 'safari16.4'],
    minify: true,
    metafile: true,
    write: false,
    legalComments: 'linked',
    define: { 'process.env.NODE_ENV': '"production"' },
    // As JupyterLab's packages are compiled.
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
    plugins: [oneScript, slim],
    logLevel: 'warning',
  });
  return {
    files: outputFiles.map(({ path: file, contents }) => ({
      name: path.relative(OUT, file),
      contents,
    })),
    manifest: toManifest(metafile),
    metafile,
  };
}

function toManifest({ outputs }) {
  const nameOf = (file) => path.relative(OUT, path.resolve(ROOT, file));
  const outputOf = (entry) =>
    Object.keys(outputs).find(
      (file) => outputs[file].entryPoint === path.relative(ROOT, entry) && !file.endsWith('.map'),
    );
  // The entry's own file only imports the script.
  const [script, ...others] = staticImports(outputOf(SCRIPT), outputs).map(nameOf);
  if (others.length > 0) throw new Error(`The page's script is in more than one file: ${others}.`);
  return { script, style: nameOf(outputOf(STYLE)) };
}

/** The chunks that an output imports before it runs. */
function staticImports(file, outputs, seen = new Set()) {
  for (const { path: imported, kind } of outputs[file].imports) {
    if (kind !== 'import-statement' || seen.has(imported)) continue;
    seen.add(imported);
    staticImports(imported, outputs, seen);
  }
  return [...seen];
}

async function buildClient() {
  const { files, manifest } = await bundleClient();
  await rm(OUT, { recursive: true, force: true });
  await mkdir(OUT, { recursive: true });
  await Promise.all([
    ...files.map(({ name, contents }) => writeCompressed(name, contents)),
    writeFile(path.join(OUT, 'manifest.json'), `${JSON.stringify(manifest, undefined, 2)}\n`),
  ]);
}

async function writeCompressed(name, contents) {
  const file = path.join(OUT, name);
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(contents, {
      params: { [constants.BROTLI_PARAM_SIZE_HINT]: contents.length },
    }),
    promisify(gzip)(contents, { level: 9 }),
  ]);
  await Promise.all([
    writeFile(file, contents),
    writeFile(`${file}.br`, br),
    writeFile(`${file}.gz`, gz),
  ]);
}

if (isMain(import.meta.url)) await buildClient();
