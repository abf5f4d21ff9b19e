import type { Diagnostic } from 'tslab/dist/converter.js';
import type { CellDiagnostic } from '../../protocol/compiled.js';

/** By TypeScript's `DiagnosticCategory`. */
const CATEGORIES = ['warning', 'error', 'suggestion', 'message'] as const;

/** tslab gives a message and what explains it apart, at the same place: here they are one finding. */
export function toCellDiagnostics(diagnostics: readonly Diagnostic[]): CellDiagnostic[] {
  const found: CellDiagnostic[] = [];
  for (const diagnostic of diagnostics.map(toCellDiagnostic)) {
    const previous = found.at(-1);
    if (previous && isSamePlace(previous, diagnostic)) {
      previous.message += `\n${diagnostic.message}`;
    } else {
      found.push(diagnostic);
    }
  }
  return found;
}

/** A finding about the cell as a whole. */
export function cellDiagnostic(message: string): CellDiagnostic {
  return { message, code: 0, category: 'error', line: 1, column: 1, endLine: 1, endColumn: 1 };
}

function toCellDiagnostic({
  start,
  end,
  messageText,
  category,
  code,
  fileName,
}: Diagnostic): CellDiagnostic {
  return {
    message: messageText,
    code,
    category: CATEGORIES[category] ?? 'error',
    line: start.line + 1,
    column: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
    ...(fileName !== undefined && { file: fileName }),
  };
}

function isSamePlace(a: CellDiagnostic, b: CellDiagnostic): boolean {
  return (
    a.file === b.file &&
    a.line === b.line &&
    a.column === b.column &&
    a.endLine === b.endLine &&
    a.endColumn === b.endColumn
  );
}
