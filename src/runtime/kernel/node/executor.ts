import vm from 'node:vm';
import { CELL_SCOPE, type CompiledCell } from '../../../protocol/compiled.js';
import { CellVariables } from '../core/cell-variables.js';
import type { CellExecutor, CellResult } from '../core/host.js';
import { InterruptError, Interruption } from '../core/interruption.js';
import type { StackTraces } from './stack-traces.js';

/** What the text of a cell reaches by a global name, since it runs as a script of its own. */
interface CellScope extends Pick<CellVariables, 'declare'> {
  exports: Record<string, unknown>;
  require: NodeJS.Require;
  handler: (() => void) | undefined;
}

const RUN_HANDLER = new vm.Script(`${CELL_SCOPE}.handler()`, { filename: 'node:eccola' });

export interface ExecutorOptions {
  require: NodeJS.Require;
  stackTraces: StackTraces;
  /** Whether a SIGINT ends a busy loop. Watching for it takes a thread, anew for each script that runs. */
  isBreakable: boolean;
}

/** Runs cells as tslab does: variables are properties of one `exports` that all cells share. */
export class Executor implements CellExecutor {
  readonly #scope: CellScope;
  readonly #stackTraces: StackTraces;
  readonly #interruption = new Interruption();
  readonly #running: { breakOnSigint: boolean; displayErrors: false };

  constructor({ require, stackTraces, isBreakable }: ExecutorOptions) {
    this.#running = { breakOnSigint: isBreakable, displayErrors: false };
    const variables = new CellVariables();
    this.#scope = {
      exports: variables.exports,
      declare: (names, setters) => variables.declare(names, setters),
      require,
      handler: undefined,
    };
    this.#stackTraces = stackTraces;
    Object.defineProperty(globalThis, CELL_SCOPE, { value: this.#scope });
  }

  async execute(cell: CompiledCell, label: string): Promise<CellResult> {
    if (cell.code === '') return { value: undefined };
    this.#stackTraces.register(label, { source: label, lineMap: cell.lineMap });
    const { exports } = this.#scope;
    const returned = runToBreak(() => this.#runCell(cell, label));
    if (cell.hasTopLevelAwait) await this.#interruption.wait(Promise.resolve(returned));
    if (cell.lastExpressionVar === undefined) return { value: undefined };
    const value = exports[cell.lastExpressionVar];
    delete exports[cell.lastExpressionVar];
    return { value };
  }

  interrupt(): void {
    this.#interruption.interrupt();
  }

  evaluate(expression: string): unknown {
    return runToBreak(() =>
      vm.runInThisContext(`with (${CELL_SCOPE}.exports) (${expression}\n)`, this.#running),
    );
  }

  /** Calls a handler; if it is to be breakable inside a script, as only there a SIGINT can end a busy loop. */
  runInterruptible(handler: () => void): void {
    if (!this.#running.breakOnSigint) {
      handler();
      return;
    }
    this.#scope.handler = handler;
    try {
      runToBreak(() => RUN_HANDLER.runInThisContext(this.#running));
    } finally {
      this.#scope.handler = undefined;
    }
  }

  #runCell({ code, hasTopLevelAwait }: CompiledCell, label: string): unknown {
    const prefix = `(${hasTopLevelAwait ? 'async ' : ''}function (exports, require) { `;
    return vm.runInThisContext(
      `${prefix}${code}\n})(${CELL_SCOPE}.exports, ${CELL_SCOPE}.require)`,
      { filename: label, columnOffset: -prefix.length, ...this.#running },
    );
  }
}

/** Gives a broken-off script's error the name that the one of a broken-off await has. */
function runToBreak<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (
      error instanceof Error &&
      Reflect.get(error, 'code') === 'ERR_SCRIPT_EXECUTION_INTERRUPTED'
    ) {
      throw new InterruptError();
    }
    throw error;
  }
}
