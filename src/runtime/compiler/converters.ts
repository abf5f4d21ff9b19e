import type { NotebookLanguage } from '../../protocol/nbformat.js';
import { CellConverter } from './converter.js';
import { Toolchain } from './toolchain.js';

/** The converters of this process, one for a folder and language, made when they are first needed. */
export class Converters {
  readonly #converters = new Map<string, CellConverter>();
  #toolchain: Toolchain | undefined;

  /** @param environment names what the converter has read of the disk that it does not look at again */
  get(cwd: string, language: NotebookLanguage, environment: string): CellConverter {
    this.#toolchain ??= new Toolchain();
    const known = this.#converters.get(environment);
    if (known && !known.stale) return known;
    known?.close();
    const converter = new CellConverter(this.#toolchain, cwd, language);
    this.#converters.set(environment, converter);
    return converter;
  }
}
