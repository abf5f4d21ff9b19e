import path from 'node:path';
import type { Repository } from '../../repository.js';
import { findStringLiterals, isImport, type StringLiteral } from './string-literals.js';

/** A piece of code that runs when a notebook runs: a code cell, or a local file that one imports. */
export interface Source {
  /** The file, below the repository's root. */
  path: string;
  /** From 1, for a cell. */
  cell?: number;
  literals: readonly StringLiteral[];
}

const EXTENSIONS = [
  '',
  '.ts',
  '.tsx',
  '.mts',
  '.js',
  '.mjs',
  '.cjs',
  '.json',
  '/index.ts',
  '/index.js',
];

/** All code of the notebooks that eccola runs, with what it imports from the repository. */
export async function readSources(repository: Repository): Promise<Source[]> {
  const sources: Source[] = repository.notebooks.flatMap(({ path: file, notebook }) =>
    (notebook?.cells ?? [])
      .filter(({ kind }) => kind === 'code')
      .map(({ index, source }) => ({
        path: file,
        cell: index + 1,
        literals: findStringLiterals(source),
      })),
  );
  const seen = new Set<string>();
  // An array's iterator reaches what is pushed on the way.
  for (const source of sources) {
    for (const literal of source.literals.filter(isImport)) {
      const file = await resolveImport(repository, source.path, literal.text);
      const isCode = file !== undefined && /\.[cm]?[jt]sx?$/.test(file);
      if (!isCode || seen.has(file)) continue;
      seen.add(file);
      const text = (await repository.readText(file)) ?? '';
      const imported = { path: file, literals: findStringLiterals(text) };
      sources.push(imported);
    }
  }
  return sources;
}

/**
 * The file that a relative import names.
 * @returns undefined for a package, and for a file that is not there
 */
export async function resolveImport(
  repository: Repository,
  importer: string,
  specifier: string,
): Promise<string | undefined> {
  if (!/^\.{1,2}(\/|$)/.test(specifier)) return undefined;
  const base = path.posix.join(path.posix.dirname(importer), specifier);
  // `./x.js` names x.ts as well: that is how TypeScript's own ESM writes it.
  const bases = [base, base.replace(/\.([cm]?)js$/, '.$1ts')];
  for (const candidate of bases.flatMap((stem) => EXTENSIONS.map((end) => stem + end))) {
    if (repository.files.includes(candidate) || (await isIgnoredFile(repository, candidate))) {
      return candidate;
    }
  }
  return undefined;
}

/** A file that git ignores is on this disk all the same. */
async function isIgnoredFile(repository: Repository, file: string): Promise<boolean> {
  return /\.\w+$/.test(file) && (await repository.exists(file));
}
