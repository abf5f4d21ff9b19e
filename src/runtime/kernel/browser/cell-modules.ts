import type { BrowserNotebook } from '../../../protocol/browser-kernel.js';
import { AppError } from '../../../protocol/errors.js';

export interface CellModulesOptions extends Pick<BrowserNotebook, 'modules' | 'packages'> {
  /** What cells import by these names is the kernel's own; each is asked for when it is first imported. */
  own: Readonly<Record<string, () => object>>;
}

/** What `require` finds in cells and in the files that they import: all of it was put beside the page when that was built. */
export class CellModules {
  readonly #options: CellModulesOptions;
  readonly #loaded = new Map<string, { exports: unknown }>();

  constructor(options: CellModulesOptions) {
    this.#options = options;
  }

  /** `require` of the notebook's cells. */
  readonly require = (specifier: string): unknown => this.#require(specifier, '');

  #require(specifier: string, folder: string): unknown {
    if (/^\.{1,2}(?:\/|$)/.test(specifier)) return this.#local(specifier, folder);
    const { own, packages } = this.#options;
    const find = Object.hasOwn(own, specifier) ? own[specifier] : undefined;
    if (find) return find();
    const load = Object.hasOwn(packages, specifier) ? packages[specifier] : undefined;
    if (load) return load();
    throw new AppError('FILE_NOT_FOUND', `“${specifier}” is not part of this page.`, {
      hint: 'What a notebook imports by a name that it computes cannot be put beside its page.',
    });
  }

  #local(specifier: string, folder: string): unknown {
    const { modules } = this.#options;
    const file = joinPath(folder, specifier);
    const name = [file, `${file}.js`, `${file}.json`, joinPath(file, 'index.js')].find((path) =>
      Object.hasOwn(modules, path),
    );
    const load = name === undefined ? undefined : modules[name];
    if (name === undefined || !load) {
      throw new AppError('FILE_NOT_FOUND', `“${specifier}” is not part of this page.`);
    }
    const loaded = this.#loaded.get(name);
    if (loaded) return loaded.exports;
    const module = { exports: {} as unknown };
    // Before it has run: files may import each other.
    this.#loaded.set(name, module);
    const inner = name.split('/').slice(0, -1).join('/');
    load(module.exports as object, (request) => this.#require(request, inner), module, name, inner);
    return module.exports;
  }
}

/** A path that may lead above the notebook's folder, without `.` and needless `..`. */
function joinPath(folder: string, relative: string): string {
  const steps: string[] = [];
  for (const step of `${folder}/${relative}`.split('/')) {
    if (step === '..' && steps.length > 0 && steps.at(-1) !== '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  return steps.join('/');
}
