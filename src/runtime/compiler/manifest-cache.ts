import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CompiledCell, CompiledModule } from '../../protocol/compiled.js';
import type { NotebookLanguage } from '../../protocol/nbformat.js';
import { hashOf } from './hash.js';

/** One cell as the cache keeps it: what was made of it, and what it was made from. */
export interface CachedCell {
  /** Names everything but the imported files that the result depends on. */
  key: string;
  cell: CompiledCell;
  declarations: string | undefined;
  /** It defines a module that later cells import, and has nothing to run. */
  isModule: boolean;
  /** Local files by absolute path → the hash of their content. */
  dependencies: Record<string, string>;
}

export interface CachedManifest {
  cells: CachedCell[];
  modules: Record<string, CompiledModule>;
}

const FORMAT = 2;

/** The file that keeps one notebook's manifest. */
export function manifestPath(cacheDir: string, notebook: string, language: NotebookLanguage) {
  return path.join(cacheDir, `${hashOf(`${language}\n${notebook}`).slice(0, 32)}.json`);
}

/** Undefined when there is none, or none that can be used. */
export function readManifest(file: string): CachedManifest | undefined {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
  return isManifest(content) ? content : undefined;
}

/** Written beside and moved into place, so that no one reads half of it. Throws what the file system says. */
export function writeManifest(file: string, manifest: CachedManifest): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const content = JSON.stringify({ ...manifest, format: FORMAT, digest: digestOf(manifest) });
  const beside = `${file}.${process.pid}.tmp`;
  writeFileSync(beside, content);
  renameSync(beside, file);
}

/** The digest stands for a check of every field: only what was written by us, and whole, has it. */
function isManifest(content: unknown): content is CachedManifest {
  if (typeof content !== 'object' || content === null) return false;
  const { cells, modules, format, digest } = content as Record<string, unknown>;
  return format === FORMAT && digest === digestOf({ cells, modules });
}

function digestOf({ cells, modules }: { cells: unknown; modules: unknown }): string {
  return hashOf(JSON.stringify([cells, modules]) ?? '');
}
