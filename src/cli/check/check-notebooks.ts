import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import type { CellDiagnostic } from '../../protocol/compiled.js';
import { isAppError } from '../../protocol/errors.js';
import { type Notebook, parseNotebook } from '../../protocol/nbformat.js';
import { type Compiler, createCompiler } from '../../server/compiler.js';
import { findNotebooks } from '../../server/notebook-folder.js';
import { startReaper } from '../../server/reaper.js';
import { findTarget } from '../target.js';

/** One finding, with the cell that it is in or that imports the file that it is in. */
export interface Finding extends CellDiagnostic {
  /** The cell's position in the notebook, from 1, all kinds of cells counted. */
  cell: number;
}

/** What came of one notebook. Printed by `--json`. */
export interface CheckedNotebook {
  /** As it was found from the current folder. */
  path: string;
  diagnostics: Finding[];
  /** Why it could not be checked. */
  error: { code: string; message: string; hint: string | undefined } | undefined;
}

/** A notebook and what came of it. */
export interface Check {
  checked: CheckedNotebook;
  /** The text that a finding's lines are of. */
  textOf(finding: Finding): Promise<string>;
}

const COMPILER_IDLE_MS = 30_000;

/** Compiles notebooks and those of folders, and runs nothing. @throws AppError for a path that leads to none */
export async function* checkNotebooks(
  paths: readonly string[],
  { cacheDir }: { cacheDir: string },
): AsyncGenerator<Check> {
  const files = await findFiles(paths);
  const folder = await mkdtemp(path.join(tmpdir(), 'eccola-'));
  const reaper = startReaper(folder);
  const compiler = createCompiler({
    cacheDir,
    reaper,
    logger: pino({ level: 'silent' }),
    env: {},
    idleMs: COMPILER_IDLE_MS,
  });
  try {
    for (const file of files) yield await checkNotebook(file, compiler);
  } finally {
    await compiler.close();
    await reaper.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Each once, in the order in which they were asked for. */
async function findFiles(paths: readonly string[]): Promise<string[]> {
  const files = new Set<string>();
  for (const given of paths) {
    const target = await findTarget(given);
    for (const name of await findNotebooks(target, Number.POSITIVE_INFINITY)) {
      files.add(path.join(target.root, name));
    }
  }
  return [...files];
}

async function checkNotebook(file: string, compiler: Compiler): Promise<Check> {
  const name = path.relative(process.cwd(), file);
  const cwd = path.dirname(file);
  try {
    const notebook = parseNotebook(await readFile(file, 'utf8'), name);
    const diagnostics = await findDiagnostics(notebook, file, compiler);
    return {
      checked: { path: name, diagnostics, error: undefined },
      textOf: async (finding) =>
        finding.file === undefined
          ? (notebook.cells[finding.cell - 1]?.source ?? '')
          : await readFile(path.resolve(cwd, finding.file), 'utf8').catch(() => ''),
    };
  } catch (error) {
    if (!isAppError(error)) throw error;
    const { code, message, hint } = error;
    return {
      checked: { path: name, diagnostics: [], error: { code, message, hint } },
      textOf: async () => '',
    };
  }
}

async function findDiagnostics(
  { cells, language }: Notebook,
  file: string,
  compiler: Compiler,
): Promise<Finding[]> {
  const code = cells.filter(({ kind }) => kind === 'code');
  const compiled = await compiler.compile(
    {
      path: file,
      cwd: path.dirname(file),
      language,
      keepGoing: true,
      cells: code.map(({ id, index, source }) => ({ id, index, source })),
    },
    () => {},
  );
  const findings = compiled.cells.flatMap(({ index, diagnostics }) =>
    diagnostics.map((diagnostic) => ({ ...diagnostic, cell: index + 1 })),
  );
  return withoutRepetitions(findings);
}

/** What is wrong with a file is found by every cell that imports it. */
function withoutRepetitions(findings: readonly Finding[]): Finding[] {
  const known = new Set<string>();
  return findings.filter(({ file, line, column, code, message }) => {
    if (file === undefined) return true;
    const key = JSON.stringify([file, line, column, code, message]);
    const isNew = !known.has(key);
    known.add(key);
    return isNew;
  });
}
