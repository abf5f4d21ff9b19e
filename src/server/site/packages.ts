import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BROWSER_PACKAGES } from '../../protocol/browser-packages.js';
import { AppError } from '../../protocol/errors.js';

/* What is used of esbuild. */
interface Esbuild {
  build(options: object): Promise<{ outputFiles: readonly { text: string }[] }>;
}
interface ResolveArguments {
  path: string;
  kind: string;
  importer: string;
  resolveDir: string;
  pluginData: unknown;
}
interface PluginBuild {
  onResolve(
    options: { filter: RegExp },
    callback: (args: ResolveArguments) => Promise<object | undefined>,
  ): void;
  resolve(path: string, options: object): Promise<{ errors: readonly unknown[] }>;
}

/** An error or warning of esbuild's. */
interface BuildMessage {
  text: string;
  location: { file: string } | null;
}

/**
 * Bundles the packages that a notebook imports.
 * @param names as they are imported: packages, and what lies in them
 * @param cwd absolute path of the notebook's folder, from which they are found
 * @returns an expression: an object of functions by name, each of which loads its package when it is called
 * @throws AppError `NOT_IN_BROWSER` without esbuild, and for a package that needs Node or is not installed
 */
export async function bundlePackages(names: readonly string[], cwd: string): Promise<string> {
  if (names.length === 0) return '{}';
  const esbuild = await loadEsbuild(names, cwd);
  const loaders = names.map(
    (name) => `${JSON.stringify(name)}:()=>require(${JSON.stringify(name)})`,
  );
  try {
    const { outputFiles } = await esbuild.build({
      stdin: { contents: `module.exports={${loaders.join()}}`, resolveDir: cwd, loader: 'js' },
      absWorkingDir: cwd,
      bundle: true,
      write: false,
      minify: true,
      keepNames: true,
      format: 'iife',
      globalName: 'packages',
      platform: 'browser',
      target: 'es2022',
      legalComments: 'inline',
      define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
      plugins: [IMPORTED],
      logLevel: 'silent',
    });
    return `(()=>{${outputFiles[0]?.text ?? ''}return packages})()`;
  } catch (error) {
    throw toAppError(error);
  }
}

/** Finds what a package exports to `import` alone where `require` finds nothing, as the kernel in Node does. */
const IMPORTED = {
  name: 'imported',
  setup(build: PluginBuild) {
    build.onResolve(
      { filter: /^[^./]/ },
      async ({ path, kind, importer, resolveDir, pluginData }) => {
        if (kind !== 'require-call' || pluginData === IMPORTED) return undefined;
        const where = { importer, resolveDir, pluginData: IMPORTED };
        const required = await build.resolve(path, { ...where, kind });
        if (required.errors.length === 0) return required;
        const imported = await build.resolve(path, { ...where, kind: 'import-statement' });
        // Its own words are those of `require`.
        return imported.errors.length === 0 ? imported : undefined;
      },
    );
  },
};

/** Of the notebook's repository, or beside eccola. */
async function loadEsbuild(names: readonly string[], cwd: string): Promise<Esbuild> {
  for (const from of [join(cwd, 'notebook.js'), import.meta.url]) {
    try {
      const { default: esbuild }: { default: Esbuild } = await import(
        pathToFileURL(createRequire(from).resolve('esbuild')).href
      );
      return esbuild;
    } catch {
      // Not there.
    }
  }
  throw new AppError(
    'NOT_IN_BROWSER',
    `It imports “${names[0]}”, and packages are put into a page by esbuild, which is not installed here.`,
    { hint: `Install it in the repository: npm install esbuild@${BROWSER_PACKAGES.esbuild}` },
  );
}

function toAppError(error: unknown): AppError {
  const [first] = messagesOf(error);
  const name = /^Could not resolve "([^"]+)"/.exec(first?.text ?? '')?.[1];
  if (name === undefined) {
    return new AppError('NOT_IN_BROWSER', 'What it imports could not be put into a page.', {
      hint: `esbuild says: ${first?.text ?? String(error)}`,
      cause: error,
    });
  }
  const importer = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(first?.location?.file ?? '')?.[1];
  return new AppError(
    'NOT_IN_BROWSER',
    importer === undefined
      ? `The package “${name}” cannot be put into a page.`
      : `The package “${importer}” needs “${name}”, which is in no browser: this notebook needs a server.`,
    { hint: `esbuild says: ${first?.text}`, cause: error },
  );
}

function messagesOf(error: unknown): readonly BuildMessage[] {
  const errors: unknown = Object(error).errors;
  return Array.isArray(errors) ? errors : [];
}
