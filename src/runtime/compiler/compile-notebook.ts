import { readFileSync } from 'node:fs';
import type { CompiledCell, CompiledModule, CompiledNotebook } from '../../protocol/compiled.js';
import type { CompileRequest } from '../../protocol/runtime-process.js';
import type { CellConverter, ConvertedCell } from './converter.js';
import { environmentKey } from './environment-key.js';
import { hashOf } from './hash.js';
import {
  type CachedCell,
  type CachedManifest,
  manifestPath,
  readManifest,
  writeManifest,
} from './manifest-cache.js';

export interface CompileOptions {
  /** Called when the first cell is not in the cache; loads TypeScript. */
  getConverter: (moduleCells: readonly string[]) => CellConverter;
  onProgress: (done: number) => void;
  /** A sentence about something that went wrong without keeping the notebook from compiling. */
  onWarning: (message: string) => void;
}

export interface CompileResult {
  notebook: CompiledNotebook;
  /** How many cells had to be compiled: the others were in the cache. */
  fresh: number;
}

/** Compiles the cells in order, each with the declarations of those before it; takes from the cache what has not changed. */
export function compileNotebook(
  { path, cwd, language, cells, keepGoing, cacheDir }: CompileRequest,
  { getConverter, onProgress, onWarning }: CompileOptions,
): CompileResult {
  const file = manifestPath(cacheDir, path, language);
  const cached = readManifest(file);
  const known = new Map(cached?.cells.map((entry) => [entry.key, entry]));
  const environment = environmentKey(cwd, language);
  const modules: Record<string, CompiledModule> = {};
  const moduleCells: string[] = [];
  let converter: CellConverter | undefined;
  let declarations = '';
  let fresh = 0;
  const entries = cells.map(({ source }, index): CachedCell => {
    const key = hashOf(JSON.stringify([environment, moduleCells, declarations, source]));
    let entry = known.get(key);
    if (entry && isUsable(entry)) {
      Object.assign(modules, pick(cached?.modules, entry.cell.modules));
    } else {
      fresh += 1;
      converter ??= getConverter(moduleCells);
      entry = toCached(key, converter.convert(declarations, source, keepGoing));
      Object.assign(modules, pick(Object.fromEntries(converter.modules), entry.cell.modules));
    }
    if (entry.isModule) moduleCells.push(source);
    declarations = entry.declarations ?? declarations;
    onProgress(index + 1);
    return entry;
  });
  if (converter) save(file, { cells: entries, modules }, onWarning);
  const scripts = [...entries.map(({ cell }) => cell.code), ...codesOf(modules)];
  return {
    fresh,
    notebook: {
      version: 1,
      language,
      cells: cells.map(({ id, index }, position) => ({
        ...cellAt(entries, position),
        id,
        index,
      })),
      modules,
      imports: importsOf(scripts),
    },
  };
}

/** What a cell with errors is missing may have come since, so it is always compiled again. */
function isUsable({ cell, dependencies }: CachedCell): boolean {
  return (
    cell.diagnostics.length === 0 &&
    Object.entries(dependencies).every(([file, hash]) => hashOfFile(file) === hash)
  );
}

function toCached(
  key: string,
  { cell, declarations, dependencies, isModule }: ConvertedCell,
): CachedCell {
  const hashes = dependencies.map((file) => [file, hashOfFile(file) ?? ''] as const);
  return { key, cell, declarations, isModule, dependencies: Object.fromEntries(hashes) };
}

function hashOfFile(file: string): string | undefined {
  try {
    return hashOf(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function save(file: string, manifest: CachedManifest, onWarning: (message: string) => void): void {
  try {
    writeManifest(file, manifest);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    onWarning(
      `The compiled notebook could not be kept, so it is compiled at each start: ${reason}`,
    );
  }
}

function pick<T>(from: Readonly<Record<string, T>> = {}, keys: readonly string[]) {
  return Object.fromEntries(Object.entries(from).filter(([key]) => keys.includes(key)));
}

function cellAt(entries: readonly CachedCell[], position: number): CompiledCell {
  const entry = entries[position];
  if (!entry) throw new RangeError(`No cell at ${position}`);
  return entry.cell;
}

function codesOf(modules: Readonly<Record<string, CompiledModule>>): string[] {
  return Object.values(modules).map(({ code }) => code);
}

/** The bare specifiers that compiled CommonJS requires. */
function importsOf(scripts: readonly string[]): string[] {
  const found = scripts.flatMap((code) =>
    [...code.matchAll(/\brequire\("([^"./][^"]*)"\)/g)].map(([, specifier]) => specifier ?? ''),
  );
  return [...new Set(found)].sort();
}
