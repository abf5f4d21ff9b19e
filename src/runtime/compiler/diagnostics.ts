import type { Diagnostic } from 'tslab/dist/converter.js';
import type { CellDiagnostic } from '../../protocol/compiled.js';

const NOT_UNDER_ROOT_DIR = 6059;

/** By TypeScript's `DiagnosticCategory`. */
const CATEGORIES = ['warning', 'error', 'suggestion', 'message'] as const;

/** A finding about the cell as a whole. */
export function cellDiagnostic(message: string): CellDiagnostic {
  return { message, code: 0, category: 'error', line: 1, column: 1, endLine: 1, endColumn: 1 };
}

/** tslab counts from 0, editors from 1. */
export function toCellDiagnostic({
  start,
  end,
  messageText,
  category,
  code,
  fileName,
}: Diagnostic): CellDiagnostic {
  return {
    message:
      code === NOT_UNDER_ROOT_DIR
        ? 'The cell imports a file outside the notebook’s folder: move it into that folder, or make it a package.'
        : messageText,
    code,
    category: CATEGORIES[category] ?? 'error',
    line: start.line + 1,
    column: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
    ...(fileName !== undefined && { file: fileName }),
  };
}
