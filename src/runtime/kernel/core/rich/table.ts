import { escapeText, toTableMarkup } from './markup.js';

/** Rows that a table shows of a longer list: the first ones, and the last. */
const HEAD_ROWS = 50;
const TAIL_ROWS = 5;
const MAX_COLUMNS = 20;
const MAX_CELL_LENGTH = 200;

type Inspect = (value: unknown) => string;
type Row = Readonly<Record<string, unknown>>;

/** An array of plain objects, as `fetch(…).json()` or a CSV reader gives it. */
export function isTable(value: unknown): value is readonly Row[] {
  return Array.isArray(value) && value.length > 0 && value.every(isPlainObject);
}

/** The rows as a table with their position first; a long one is cut, and says so. */
export function tableToHtml(rows: readonly Row[], inspect: Inspect): string {
  const shown = visibleRows(rows.length);
  const names = new Set<string>();
  for (const index of shown) for (const name of Object.keys(rows[index] ?? {})) names.add(name);
  const columns = [...names].slice(0, MAX_COLUMNS);
  const body = shown.map((index, position) => [
    position > 0 && shown[position - 1] !== index - 1 ? `⋮<br>${index}` : String(index),
    ...columns.map((name) => cellToHtml(rows[index]?.[name], inspect)),
  ]);
  const hidden = names.size - columns.length;
  return toTableMarkup({
    caption: `${count(rows.length, 'row')} × ${count(names.size, 'column')}${
      hidden > 0 ? `, ${columns.length} of them shown` : ''
    }`,
    head: ['', ...columns],
    rows: body,
  });
}

/** A map as a table of keys and values. */
export function mapToHtml(map: ReadonlyMap<unknown, unknown>, inspect: Inspect): string {
  const entries = [...map];
  const shown = visibleRows(entries.length);
  return toTableMarkup({
    caption: `Map of ${count(entries.length, 'entry', 'entries')}`,
    head: ['key', 'value'],
    rows: shown.map((index) => {
      const [key, value] = entries[index] ?? [];
      return [cellToHtml(key, inspect), cellToHtml(value, inspect)];
    }),
  });
}

function visibleRows(length: number): number[] {
  const all = Array.from({ length: Math.min(length, HEAD_ROWS + TAIL_ROWS) }, (_, index) => index);
  if (length <= HEAD_ROWS + TAIL_ROWS) return all;
  return all.map((index) => (index < HEAD_ROWS ? index : length - HEAD_ROWS - TAIL_ROWS + index));
}

function cellToHtml(value: unknown, inspect: Inspect): string {
  if (value === undefined) return '';
  const text = value instanceof Date ? dateText(value) : inspect(value);
  return escapeText(text.length > MAX_CELL_LENGTH ? `${text.slice(0, MAX_CELL_LENGTH)}…` : text);
}

/** An invalid date has no ISO form. */
function dateText(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'Invalid Date' : date.toISOString();
}

function isPlainObject(value: unknown): value is Row {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
