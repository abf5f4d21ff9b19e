import { inspect } from 'node-inspect-extracted';

/** Cells of one row, by the names of their columns. */
type Row = ReadonlyMap<string, string>;

const VALUES = 'Values';

/**
 * A table of rows or of single values, as Node's `console.table` prints it.
 * @param properties the columns that are wanted; without them all
 * @returns undefined for what is no table: `console.table` prints that as `console.log` does
 */
export function toTable(data: unknown, properties?: readonly string[]): string | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  if (data instanceof Map) {
    const rows = [...data].map(([key, value]) =>
      new Map([['Key', show(key)]]).set(VALUES, show(value)),
    );
    return draw('(iteration index)', rows.entries(), ['Key', VALUES]);
  }
  if (data instanceof Set) {
    const rows = [...data].map((value) => new Map([[VALUES, show(value)]]));
    return draw('(iteration index)', rows.entries(), [VALUES]);
  }
  const rows = Object.entries(data).map(
    ([index, item]) => [index, toRow(item, properties)] as const,
  );
  const found = new Set(rows.flatMap(([, row]) => [...row.keys()]));
  const hasValues = found.delete(VALUES_OF_ROW);
  const columns = [...(properties ?? found), ...(hasValues ? [VALUES_OF_ROW] : [])];
  return draw('(index)', rows, columns);
}

/** The column of rows that are single values: another than one that is called `Values` in the data. */
const VALUES_OF_ROW = '\0values';

function toRow(item: unknown, properties: readonly string[] | undefined): Row {
  const isSingle = item === null || (typeof item !== 'object' && typeof item !== 'function');
  if (isSingle) return new Map([[VALUES_OF_ROW, show(item)]]);
  const names = (properties ?? Object.keys(item as object)).filter((name) =>
    Object.hasOwn(item as object, name),
  );
  return new Map(names.map((name) => [name, show(Reflect.get(item as object, name))]));
}

function show(value: unknown): string {
  const isWide =
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).length > 2;
  return inspect(value, { maxArrayLength: 3, breakLength: Infinity, depth: isWide ? -1 : 0 });
}

function draw(
  index: string,
  rows: Iterable<readonly [string | number, Row]>,
  columns: readonly string[],
): string {
  const head = [index, ...columns.map((name) => (name === VALUES_OF_ROW ? VALUES : name))];
  const lines = [...rows].map(([name, row]) => [
    String(name),
    ...columns.map((column) => row.get(column) ?? ''),
  ]);
  const widths = head.map((name, at) =>
    Math.max(name.length, ...lines.map((line) => line[at]?.length ?? 0)),
  );
  const rule = (left: string, middle: string, right: string) =>
    left + widths.map((width) => '─'.repeat(width + 2)).join(middle) + right;
  const toLine = (cells: readonly string[]) =>
    `│${cells.map((cell, at) => ` ${cell.padEnd(widths[at] ?? 0)} `).join('│')}│`;
  return [
    rule('┌', '┬', '┐'),
    toLine(head),
    rule('├', '┼', '┤'),
    ...lines.map(toLine),
    rule('└', '┴', '┘'),
  ].join('\n');
}
