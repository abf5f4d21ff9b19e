import path from 'node:path';
import { parseArgs } from 'node:util';
import { renderCodeFrame } from '../../protocol/code-frame.js';
import { AppError } from '../../protocol/errors.js';
import { findCacheDir } from '../cache-dir.js';
import type { Command } from '../command.js';
import type { Terminal } from '../terminal.js';
import {
  type Check,
  type CheckedNotebook,
  checkNotebooks,
  type Finding,
} from './check-notebooks.js';

const USAGE = `eccola check [PATH…] [--json]

Checks the types of notebooks as their kernel would before each cell, and runs nothing. PATH is a notebook or a folder of
them; the current folder by default. Each finding is a line, and the lines of the cell around it:

  NAME.ipynb cell 3:12:5 - error TS2322: …      the third cell of the notebook, line 12, column 5

  --json   prints the findings for a program to read

Ends with 1 if there are errors, and if a notebook cannot be checked.`;

/** Its exit code is 1 if a notebook has errors. */
export const checkCommand: Command = { usage: USAGE, run };

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false } },
  });
  const paths = positionals.length > 0 ? positionals : ['.'];
  const cacheDir = await findCacheDir(process.env.XDG_CACHE_HOME);
  const notebooks: CheckedNotebook[] = [];
  for await (const check of checkNotebooks(paths, { cacheDir })) {
    notebooks.push(check.checked);
    if (!values.json) await printCheck(check, terminal);
  }
  if (notebooks.length === 0) {
    throw new AppError('NOTEBOOK_NOT_FOUND', `There is no notebook in ${paths.join(', ')}.`, {
      hint: 'A notebook’s name ends in .ipynb.',
    });
  }
  const ok = isFine(notebooks);
  if (values.json) terminal.print(JSON.stringify({ ok, notebooks }, null, 2));
  else terminal.print(describeEnd(notebooks));
  return ok ? 0 : 1;
}

async function printCheck({ checked, textOf }: Check, { print }: Terminal): Promise<void> {
  const { path: name, error, diagnostics } = checked;
  if (error)
    print(
      `${isOtherLanguage(checked) ? '–' : '✗'} ${error.message}${error.hint ? `\n  ${error.hint}` : ''}\n`,
    );
  for (const finding of diagnostics) {
    const frame = renderCodeFrame(await textOf(finding), finding.line);
    print([describePlace(name, finding), ...frame, ''].join('\n'));
  }
}

function describePlace(
  notebook: string,
  { cell, line, column, category, code, message, file }: Finding,
): string {
  const place =
    file === undefined
      ? `${notebook} cell ${cell}:${line}:${column}`
      : `${path.join(path.dirname(notebook), file)}:${line}:${column}`;
  return `${place} - ${category} TS${code}: ${message}`;
}

function describeEnd(notebooks: readonly CheckedNotebook[]): string {
  const checked = notebooks.filter((one) => !isOtherLanguage(one));
  if (checked.length === 0) return 'No notebook was checked.';
  const faulty = checked.filter((one) => errorsOf(one) > 0);
  const errors = faulty.reduce((sum, one) => sum + errorsOf(one), 0);
  const all = checked.length === 1 ? '1 notebook' : `${checked.length} notebooks`;
  if (errors === 0) return `No errors in ${all}.`;
  return `${errors === 1 ? '1 error' : `${errors} errors`} in ${faulty.length} of ${all}.`;
}

function isFine(notebooks: readonly CheckedNotebook[]): boolean {
  const isChecked = notebooks.some(({ error }) => error === undefined);
  // Beside one that is checked, a notebook in another language is there for another purpose.
  return notebooks.every(
    (checked) => errorsOf(checked) === 0 && (isChecked || checked.error === undefined),
  );
}

function errorsOf(checked: CheckedNotebook): number {
  const found = checked.diagnostics.filter(({ category }) => category === 'error').length;
  return checked.error && !isOtherLanguage(checked) ? found + 1 : found;
}

function isOtherLanguage({ error }: CheckedNotebook): boolean {
  return error?.code === 'UNSUPPORTED_LANGUAGE';
}
