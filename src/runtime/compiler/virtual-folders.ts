import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { KERNEL_GLOBALS } from './kernel-globals.js';
import type { Ts } from './typescript.js';

const require = createRequire(import.meta.url);
const OWN_PACKAGE = toSlashes(path.resolve(fileURLToPath(new URL('../../../', import.meta.url))));
const NODE_TYPES = toSlashes(path.dirname(require.resolve('@types/node/package.json')));
/**
 * Lets TypeScript see what is not there: `node_modules/eccola` in each notebook's folder, and folders of types that hold
 * the kernel's globals and Node's. So a notebook imports eccola, types included, with nothing installed beside it.
 */
export class VirtualFolders {
  readonly #real = new Map<string, string>();
  readonly #texts = new Map<string, string>();
  /** Of each folder that leads to something virtual: the names below it that do. */
  readonly #names = new Map<string, Set<string>>();

  /** @param cwd absolute path of a notebook's folder, with `/` */
  add(cwd: string): void {
    this.#real.set(`${cwd}/node_modules/eccola`, OWN_PACKAGE);
    this.#real.set(`${nodeTypeRoot(cwd)}/node`, NODE_TYPES);
    this.#texts.set(`${kernelTypeRoot(cwd)}/eccola-kernel/index.d.ts`, KERNEL_GLOBALS);
    for (const virtual of [...this.#real.keys(), ...this.#texts.keys()]) this.#addNames(virtual);
  }

  install(sys: Ts['sys']): void {
    const { readFile, fileExists, directoryExists, getDirectories, realpath } = sys;
    sys.readFile = (file, encoding) =>
      this.#texts.get(file) ?? readFile(this.#toReal(file), encoding);
    sys.fileExists = (file) => this.#texts.has(file) || fileExists(this.#toReal(file));
    sys.directoryExists = (folder) =>
      this.#names.has(folder) || directoryExists(this.#toReal(folder));
    sys.getDirectories = (folder) => {
      const real = this.#toReal(folder);
      const found = directoryExists(real) ? getDirectories(real) : [];
      return [...new Set([...found, ...(this.#names.get(folder) ?? [])])];
    };
    sys.realpath = (file) =>
      this.#texts.has(file) ? file : (realpath?.(this.#toReal(file)) ?? this.#toReal(file));
  }

  #toReal(file: string): string {
    for (const [virtual, real] of this.#real) {
      if (file === virtual) return real;
      if (file.startsWith(`${virtual}/`)) return real + file.slice(virtual.length);
    }
    return file;
  }

  #addNames(virtual: string): void {
    for (let file = virtual; file.includes('/'); ) {
      const folder = file.slice(0, file.lastIndexOf('/'));
      const names = this.#names.get(folder) ?? new Set();
      this.#names.set(folder, names.add(file.slice(folder.length + 1)));
      file = folder;
    }
  }
}

/** A notebook's own type roots, the kernel's, and Node's where the notebook has no types of Node's. */
export function withKernelTypes(typeRoots: readonly string[], cwd: string): string[] {
  const own = typeRoots.filter((root) => !root.includes('/tslab/node_modules/@types'));
  const known = own.some((root) => existsSync(path.join(root, 'node', 'package.json')));
  return [...own, kernelTypeRoot(cwd), ...(known ? [] : [nodeTypeRoot(cwd)])];
}

function kernelTypeRoot(cwd: string): string {
  return `${cwd}/node_modules/.eccola-kernel-types`;
}

function nodeTypeRoot(cwd: string): string {
  return `${cwd}/node_modules/.eccola-node-types`;
}

/** TypeScript's paths have `/` on every platform. */
export function toSlashes(file: string): string {
  return file.replaceAll('\\', '/');
}
