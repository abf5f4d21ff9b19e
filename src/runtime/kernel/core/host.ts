import type { CompiledCell } from '../../../protocol/compiled.js';
import type { AppError } from '../../../protocol/errors.js';
import type { ContextStore } from './context.js';

/**
 * Where a kernel takes a cell's JavaScript from: the manifest of a published notebook, or a compiler process.
 * Positions are UTF-16 offsets into the source.
 */
export interface CellCompiler {
  /** Never throws for what the author wrote: that is in the cell's diagnostics. */
  compile(source: string, cellId: string | undefined): Promise<CompiledCell>;
  /** The cell has run to its end: later cells may use what it declares. */
  accept(cell: CompiledCell): void;
  complete(source: string, position: number): Promise<Completion>;
  inspect(source: string, position: number): Promise<Inspection | undefined>;
  isComplete(source: string): Promise<Completeness>;
}

export interface Completion {
  matches: string[];
  /** What each match is, in TypeScript's words: `function`, `class`, `property`. */
  kinds: string[];
  /** Of a function its signature, else the type; empty where it was not looked for. */
  signatures: string[];
  start: number;
  end: number;
}

export interface Inspection {
  /** The type and the documentation, as plain text. */
  text: string;
  /** The same with the type as code. */
  markdown: string;
}

export type Completeness =
  | { status: 'complete' | 'invalid' | 'unknown' }
  | { status: 'incomplete'; indent: string };

export interface CellResult {
  /** Of the cell's last expression, undefined without one; in an object, as a promise is a value too. */
  value: unknown;
}

/** Runs compiled cells; keeps their variables. */
export interface CellExecutor {
  /**
   * Runs the cell to its end; rejects with what the cell throws.
   * @param label how a traceback calls the cell
   */
  execute(cell: CompiledCell, label: string): Promise<CellResult>;
  /** Ends the cell that awaits something, if one does: its `execute` rejects. */
  interrupt(): void;
  /** The value of a JavaScript expression over the cells' variables. */
  evaluate(expression: string): unknown;
}

/** What the kernel's core needs of the place it runs in: a Node process, or a browser's worker. */
export interface KernelHost {
  readonly contexts: ContextStore;
  readonly compiler: CellCompiler;
  readonly executor: CellExecutor;
  /** The text form of any value, as `console.log` would print it. */
  inspect(value: unknown): string;
  /**
   * What an error means where its own words do not say, such as what the sandbox refused; undefined for most. What an
   * AppError says is for visitors as well.
   */
  explain(error: unknown): string | AppError | undefined;
  /** Runs the task after what has already arrived was received. */
  defer(task: () => void): void;
  /** Calls a handler; where somebody may interrupt the kernel, so that this can end it, also in a busy loop. */
  runInterruptible(handler: () => void): void;
  /** A handler of the notebook's is at work until this settles. */
  working(task: Promise<unknown>): void;
  /** Ends the process once what was sent has left it. */
  exit(): void;
}
