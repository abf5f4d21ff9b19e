import Module, { createRequire } from 'node:module';
import path from 'node:path';
import type { CompiledModule } from '../../../protocol/compiled.js';
import { LOCATIONS } from '../locations.js';
import { findImported } from './import-exports.js';
import { OWN_MODULES } from './own-modules.js';
import type { StackTraces } from './stack-traces.js';

/** What `require.cache` calls a module that the kernel itself provides. */
const ownKey = (name: string) => path.join(LOCATIONS.dist, name);

/** The parts of Node's CommonJS loader that it documents for hooks only by their long use. */
interface CommonJsLoader {
  _resolveFilename(
    request: string,
    parent?: { filename?: string | null },
    ...rest: unknown[]
  ): string;
  _extensions: Record<string, (module: LoadedModule, filename: string) => void>;
  _cache: Record<string, object | undefined>;
}
interface LoadedModule {
  _compile(code: string, filename: string, format?: string): void;
}

export interface CellModulesOptions {
  /** Absolute path of the notebook's folder. */
  cwd: string;
  stackTraces: StackTraces;
  /** What a cell gets that imports "tslab". */
  tslab: object;
}

/**
 * What `require` finds in cells and in the files that they import: eccola and tslab are the kernel's own, local files
 * are the compiled ones, and all else is Node's business, from the notebook's folder upwards.
 */
export class CellModules {
  readonly require: NodeJS.Require;
  readonly #compiled = new Map<string, CompiledModule>();
  readonly #loader: CommonJsLoader;
  readonly #stackTraces: StackTraces;
  readonly #own: Readonly<Record<string, () => object>>;

  constructor({ cwd, stackTraces, tslab }: CellModulesOptions) {
    this.#loader = Module as unknown as CommonJsLoader;
    this.#stackTraces = stackTraces;
    this.#own = { ...OWN_MODULES, tslab: () => tslab };
    this.#hookResolution();
    this.#hookLoading();
    this.require = createRequire(path.join(cwd, '__cell__.js'));
  }

  /** Adds compiled files by absolute path; one that has changed since it was loaded is loaded anew at its next import. */
  add(modules: Readonly<Record<string, CompiledModule>>): void {
    for (const [file, module] of Object.entries(modules)) {
      const key = path.normalize(file);
      if (this.#compiled.get(key)?.code === module.code) continue;
      this.#compiled.set(key, module);
      this.#stackTraces.register(key, module);
      delete this.#loader._cache[key];
    }
  }

  /** @returns the key under which `require` finds the module */
  #provide(name: string, load: () => object): string {
    const key = ownKey(name);
    if (!this.#loader._cache[key]) {
      const module = new Module(key);
      module.exports = load();
      module.loaded = true;
      this.#loader._cache[key] = module;
    }
    return key;
  }

  #hookResolution(): void {
    const resolve = this.#loader._resolveFilename;
    this.#loader._resolveFilename = (request, parent, ...rest) => {
      const own = Object.hasOwn(this.#own, request) ? this.#own[request] : undefined;
      if (own) return this.#provide(request, own);
      const compiled = this.#findCompiled(request, parent?.filename);
      if (compiled !== undefined) return compiled;
      try {
        return Reflect.apply(resolve, this.#loader, [request, parent, ...rest]);
      } catch (error) {
        const importer = isNotExported(error) ? parent?.filename : undefined;
        const imported = importer ? findImported(request, importer) : undefined;
        if (imported !== undefined) return imported;
        throw error;
      }
    };
  }

  #findCompiled(request: string, importer: string | null | undefined): string | undefined {
    if (this.#compiled.size === 0 || !importer || !/^(\.{1,2}(\/|$)|\/)/.test(request)) {
      return undefined;
    }
    const file = path.resolve(path.dirname(importer), request);
    return [file, `${file}.js`, path.join(file, 'index.js')].find((candidate) =>
      this.#compiled.has(candidate),
    );
  }

  #hookLoading(): void {
    const load = this.#loader._extensions['.js'];
    this.#loader._extensions['.js'] = (module, filename) => {
      const compiled = this.#compiled.get(filename);
      if (compiled) module._compile(compiled.code, filename, 'commonjs');
      else load?.(module, filename);
    };
  }
}

function isNotExported(error: unknown): boolean {
  return error instanceof Error && Reflect.get(error, 'code') === 'ERR_PACKAGE_PATH_NOT_EXPORTED';
}
