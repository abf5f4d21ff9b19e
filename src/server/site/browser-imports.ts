import { readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { CompiledNotebook } from '../../protocol/compiled.js';
import { AppError } from '../../protocol/errors.js';
import { resolveServedPath } from '../served-path.js';

/** What the kernel in the browser brings itself. */
const OWN: ReadonlySet<string> = new Set(['eccola', 'eccola/onnx', 'tslab']);

/** What the code of a notebook imports, found in what TypeScript has made of it. */
export interface BrowserImports {
  /** Names of packages, and of what lies in them. */
  packages: readonly string[];
  /** Text of JSON files, by their paths from the notebook's folder. */
  json: ReadonlyMap<string, string>;
}

interface Script {
  /** How messages call it. */
  name: string;
  /** Absolute path of the folder that its imports start from. */
  folder: string;
  code: string;
}

/**
 * @param cwd absolute path of the notebook's folder
 * @throws AppError `NOT_IN_BROWSER` for what only Node has, naming the module and the cell
 */
export async function findBrowserImports(
  { cells, modules }: CompiledNotebook,
  { root, cwd }: { root: string; cwd: string },
): Promise<BrowserImports> {
  const scripts: Script[] = [
    ...cells.map(({ code }, index) => ({ name: `Cell ${index + 1}`, folder: cwd, code })),
    ...Object.entries(modules).map(([file, { source, code }]) => ({
      name: source,
      folder: dirname(file),
      code,
    })),
  ];
  const packages = new Set<string>();
  const json = new Map<string, string>();
  for (const script of scripts) {
    for (const specifier of importsOf(script.code)) {
      if (isBuiltin(specifier)) throw needsNode(script.name, specifier);
      if (/^\.{0,2}\//.test(specifier)) {
        if (!specifier.endsWith('.json')) continue;
        const file = resolve(script.folder, specifier);
        json.set(
          relative(cwd, file).split(sep).join('/'),
          await readJson(script.name, relative(root, file), root),
        );
      } else if (!OWN.has(specifier)) {
        packages.add(specifier);
      }
    }
  }
  return { packages: [...packages].sort(), json };
}

function importsOf(code: string): string[] {
  // What an author has commented out is still there.
  const lines = code.split('\n').filter((line) => !/^\s*\/\//.test(line));
  return lines.flatMap((line) =>
    [...line.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, specifier = '']) => specifier),
  );
}

async function readJson(importer: string, path: string, root: string): Promise<string> {
  try {
    const { file } = await resolveServedPath(root, join(path).split(sep).join('/'));
    // Node's `require` passes over the mark that some editors write first, too.
    const text = (await readFile(file, 'utf8')).replace(/^\ufeff/, '');
    JSON.parse(text);
    return text;
  } catch (cause) {
    throw new AppError('NOT_IN_BROWSER', `${importer} imports ${path}, which cannot be read.`, {
      hint: 'A page without a server takes JSON files from the folder that it is built of, hidden ones excepted.',
      cause,
    });
  }
}

function needsNode(importer: string, specifier: string): AppError {
  return new AppError(
    'NOT_IN_BROWSER',
    `${importer} imports “${specifier}”, which is Node’s and in no browser: this notebook needs a server.`,
    {
      hint: 'Publish it with `eccola init --target binder`, or take what the cell does without it.',
    },
  );
}
