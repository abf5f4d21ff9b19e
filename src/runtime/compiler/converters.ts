import type { NotebookLanguage } from '../../protocol/nbformat.js';
import { CellConverter } from './converter.js';
import { environmentKey } from './environment-key.js';
import { Toolchain } from './toolchain.js';

interface KnownConverter {
  environment: string;
  converter: CellConverter;
}

/** The converters of this process, one for a folder and language, made when they are first needed. */
export class Converters {
  readonly #known = new Map<string, KnownConverter>();
  #toolchain: Toolchain | undefined;

  /** TypeScript and tslab; loaded at the first use. */
  get toolchain(): Toolchain {
    this.#toolchain ??= new Toolchain();
    return this.#toolchain;
  }

  /** @param moduleCells sources of the cells that have defined modules, in their order */
  get(cwd: string, language: NotebookLanguage, moduleCells: readonly string[]): CellConverter {
    const key = `${language}:${cwd}`;
    const environment = environmentKey(cwd, language);
    let known = this.#known.get(key);
    if (known?.environment !== environment || !known.converter.canServe(moduleCells)) {
      known?.converter.close();
      known = { environment, converter: new CellConverter(this.toolchain, cwd, language) };
      this.#known.set(key, known);
    }
    known.converter.addModuleCells(moduleCells);
    return known.converter;
  }
}
