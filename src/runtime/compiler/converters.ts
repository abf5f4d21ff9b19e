import type { NotebookLanguage } from '../../protocol/nbformat.js';
import type { CodeCache } from './code-cache.js';
import { CellConverter } from './converter.js';
import { environmentKey } from './environment-key.js';
import { Toolchain } from './toolchain.js';

/** Each holds a program of its own, some 50 MB. */
const MAX_CONVERTERS = 3;

interface KnownConverter {
  environment: string;
  converter: CellConverter;
}

/** The converters of this process, one for a folder and language, made when they are first needed. */
export class Converters {
  readonly #known = new Map<string, KnownConverter>();
  readonly #codeCache: CodeCache;
  #toolchain: Toolchain | undefined;

  constructor(codeCache: CodeCache) {
    this.#codeCache = codeCache;
  }

  /** TypeScript and tslab; loaded at the first use. */
  get toolchain(): Toolchain {
    this.#toolchain ??= new Toolchain(this.#codeCache);
    return this.#toolchain;
  }

  /** @param moduleCells sources of the cells that have defined modules, in their order */
  get(cwd: string, language: NotebookLanguage, moduleCells: readonly string[]): CellConverter {
    const key = `${language}:${cwd}`;
    const environment = environmentKey(cwd, language);
    let known = this.#known.get(key);
    // Moved to the end: the first one is the one that was not used for longest.
    this.#known.delete(key);
    if (known?.environment !== environment || !known.converter.canServe(moduleCells)) {
      known?.converter.close();
      this.#forgetOldest();
      known = { environment, converter: new CellConverter(this.toolchain, cwd, language) };
    }
    this.#known.set(key, known);
    known.converter.addModuleCells(moduleCells);
    return known.converter;
  }

  #forgetOldest(): void {
    for (const [key, { converter }] of this.#known) {
      if (this.#known.size < MAX_CONVERTERS) return;
      converter.close();
      this.#known.delete(key);
    }
  }
}
