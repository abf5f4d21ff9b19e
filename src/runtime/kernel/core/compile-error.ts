import { renderCodeFrame } from '../../../protocol/code-frame.js';
import type { CellDiagnostic } from '../../../protocol/compiled.js';

/** Why a cell was not run: what the TypeScript compiler found in it. */
export class CompileError extends Error {
  override readonly name = 'CompileError';
}

/** An error whose stack is the compiler's findings, each with the lines of the cell that it is about. */
export function toCompileError(
  diagnostics: readonly CellDiagnostic[],
  source: string,
): CompileError {
  const errors = diagnostics.filter(({ category }) => category === 'error');
  const error = new CompileError(errors.map(({ message }) => message).join('\n'));
  error.stack = errors.map((diagnostic) => describe(diagnostic, source).join('\n')).join('\n\n');
  return error;
}

function describe({ message, code, line, column, file }: CellDiagnostic, source: string): string[] {
  const heading = `${file ? `${file}:` : ''}${line}:${column} - TS${code}: ${message}`;
  return file ? [heading] : [heading, ...renderCodeFrame(source, line)];
}
