import type { BrowserCell, BrowserNotebook } from '../../../protocol/browser-kernel.js';
import { CELL_SCOPE, type CompiledCell } from '../../../protocol/compiled.js';
import { AppError } from '../../../protocol/errors.js';
import { CellVariables } from '../core/cell-variables.js';
import { CompiledCells } from '../core/compiled-cells.js';
import type { CellCompiler, CellExecutor, CellResult } from '../core/host.js';
import { Interruption } from '../core/interruption.js';

type Require = (specifier: string) => unknown;

/** The cells of a notebook, compiled when the site was built: finds them by their ids and runs them. */
export class NotebookCells extends CompiledCells implements CellCompiler, CellExecutor {
  readonly #cells: ReadonlyMap<string, BrowserCell>;
  readonly #compiled = new WeakMap<CompiledCell, BrowserCell>();
  readonly #variables = new CellVariables();
  readonly #require: Require;
  readonly #interruption = new Interruption();

  constructor({ cells }: Pick<BrowserNotebook, 'cells'>, require: Require) {
    super();
    this.#cells = new Map(cells.map((cell) => [cell.id, cell]));
    this.#require = require;
    const scope = {
      exports: this.#variables.exports,
      declare: this.#variables.declare.bind(this.#variables),
      require,
    };
    Object.defineProperty(globalThis, CELL_SCOPE, { value: scope });
  }

  async compile(_source: string, cellId: string | undefined): Promise<CompiledCell> {
    const cell = cellId === undefined ? undefined : this.#cells.get(cellId);
    if (!cell) {
      throw new AppError('CELL_DOES_NOT_COMPILE', 'This kernel runs the cells of its page only.');
    }
    const compiled: CompiledCell = {
      sourceHash: '',
      // The cell's function is at hand; all that the kernel asks of the text is whether there is any.
      code: cell.run ? cell.id : '',
      lineMap: [],
      hasTopLevelAwait: cell.hasTopLevelAwait,
      lastExpressionVar: cell.lastExpressionVar,
      modules: [],
      diagnostics: [],
    };
    this.#compiled.set(compiled, cell);
    return compiled;
  }

  async execute(compiled: CompiledCell): Promise<CellResult> {
    const run = this.#compiled.get(compiled)?.run;
    if (!run) return { value: undefined };
    const { exports } = this.#variables;
    const returned = run(exports, this.#require);
    if (compiled.hasTopLevelAwait) await this.#interruption.wait(Promise.resolve(returned));
    const { lastExpressionVar } = compiled;
    if (lastExpressionVar === undefined) return { value: undefined };
    const value = exports[lastExpressionVar];
    delete exports[lastExpressionVar];
    return { value };
  }

  interrupt(): void {
    this.#interruption.interrupt();
  }

  evaluate(): never {
    throw new AppError('BAD_REQUEST', 'A page evaluates no expressions.');
  }
}
