import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Ts } from './typescript.js';

const require = createRequire(import.meta.url);
const OWN_PACKAGE = toSlashes(path.resolve(fileURLToPath(new URL('../../../', import.meta.url))));
const NODE_TYPES = toSlashes(path.dirname(require.resolve('@types/node/package.json')));
const TYPE_ROOT = '.eccola-types';

/**
 * Lets TypeScript see folders that are not there: `node_modules/eccola` in each notebook's folder, and a folder of types
 * that holds Node's alone. So a notebook imports eccola, types included, with nothing installed beside it.
 */
export class VirtualFolders {
  readonly #real = new Map<string, string>();

  /** @param cwd absolute path of a notebook's folder, with `/` */
  add(cwd: string): void {
    this.#real.set(`${cwd}/node_modules/eccola`, OWN_PACKAGE);
    this.#real.set(`${typeRootOf(cwd)}/node`, NODE_TYPES);
  }

  install(sys: Ts['sys']): void {
    const { readFile, fileExists, directoryExists, getDirectories, realpath } = sys;
    sys.readFile = (file, encoding) => readFile(this.#toReal(file), encoding);
    sys.fileExists = (file) => fileExists(this.#toReal(file));
    sys.directoryExists = (folder) =>
      this.#children(folder).length > 0 || directoryExists(this.#toReal(folder));
    sys.getDirectories = (folder) => {
      const real = directoryExists(this.#toReal(folder))
        ? getDirectories(this.#toReal(folder))
        : [];
      return [...new Set([...real, ...this.#children(folder)])];
    };
    sys.realpath = (file) => realpath?.(this.#toReal(file)) ?? this.#toReal(file);
  }

  #toReal(file: string): string {
    for (const [virtual, real] of this.#real) {
      if (file === virtual) return real;
      if (file.startsWith(`${virtual}/`)) return real + file.slice(virtual.length);
    }
    return file;
  }

  /** The virtual folders right below this one. */
  #children(folder: string): string[] {
    return [...this.#real.keys()]
      .filter((virtual) => path.posix.dirname(virtual) === folder)
      .map((virtual) => path.posix.basename(virtual));
  }
}

/** The type roots of a notebook that has no types of Node's: its own, and one with Node's. */
export function withNodeTypes(typeRoots: readonly string[], cwd: string): string[] {
  const own = typeRoots.filter((root) => !root.includes('/tslab/node_modules/@types'));
  const known = own.some((root) => existsSync(path.join(root, 'node', 'package.json')));
  return known ? own : [...own, typeRootOf(cwd)];
}

function typeRootOf(cwd: string): string {
  return `${cwd}/node_modules/${TYPE_ROOT}`;
}

/** TypeScript's paths have `/` on every platform. */
export function toSlashes(file: string): string {
  return file.replaceAll('\\', '/');
}
