const LINES_BEFORE = 2;
const LINES_AFTER = 2;

/** The lines around the one at fault (from 1), which is marked; empty when the source has no such line. */
export function renderCodeFrame(source: string, line: number): string[] {
  const lines = source.split('\n');
  if (line < 1 || line > lines.length) return [];
  const first = Math.max(1, line - LINES_BEFORE);
  const last = Math.min(lines.length, line + LINES_AFTER);
  const width = String(last).length;
  return lines
    .slice(first - 1, last)
    .map((text, index) =>
      `${first + index === line ? '>' : ' '} ${String(first + index).padStart(width)} | ${text}`.trimEnd(),
    );
}
