import type { NotebookLanguage } from './nbformat.js';

/** One finding of the TypeScript compiler, in the cell's own lines. */
export interface CellDiagnostic {
  message: string;
  /** TypeScript's number: 2304 for `TS2304`. */
  code: number;
  category: 'error' | 'warning' | 'suggestion' | 'message';
  /** From 1, as editors count. */
  line: number;
  /** From 1. */
  column: number;
  endLine: number;
  endColumn: number;
  /** The imported file that it is in, relative to the notebook's folder; absent for the cell itself. */
  file?: string;
}

/**
 * Where the lines of generated JavaScript come from: item N is the source line (from 1) of generated line N + 1,
 * 0 for lines that no source line made.
 */
export type LineMap = readonly number[];

/** The global name by which a cell's code reaches the kernel that runs it. */
export const CELL_SCOPE = '__eccola__';

/** What tslab's converter made of one cell. A kernel executes it without loading TypeScript. */
export interface CompiledCell {
  /** SHA-256 of the cell's source, hex. */
  sourceHash: string;
  /** The body of a function of `exports` and `require`; empty when the cell has nothing to run or does not compile. */
  code: string;
  lineMap: LineMap;
  /** The body awaits, so it must run as an async function. */
  hasTopLevelAwait: boolean;
  /** The property of `exports` that holds the value of the last expression. */
  lastExpressionVar: string | undefined;
  /** Keys of {@link CompiledNotebook.modules}: all local files that running this cell may load. */
  modules: readonly string[];
  /** Errors keep the cell from running; `code` is empty then. */
  diagnostics: readonly CellDiagnostic[];
}

/** A local file that a cell imports, as CommonJS. */
export interface CompiledModule {
  /** The file that it was made from, relative to the notebook's folder: how a traceback calls it. */
  source: string;
  code: string;
  lineMap: LineMap;
}

/** The manifest of one notebook: all that a kernel needs to run it, in JSON. */
export interface CompiledNotebook {
  version: 1;
  language: NotebookLanguage;
  /** Code cells in their order; Markdown and raw cells are not in it. */
  cells: readonly (CompiledCell & { id: string; index: number })[];
  /** Absolute path of the JavaScript that stands for the imported file → its code. */
  modules: Readonly<Record<string, CompiledModule>>;
  /** Bare specifiers that any cell or module imports: tells which services a kernel of this notebook will want. */
  imports: readonly string[];
}
