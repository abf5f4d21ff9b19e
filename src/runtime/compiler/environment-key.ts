import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { NotebookLanguage } from '../../protocol/nbformat.js';
import { requireFromTslab } from '../tslab-require.js';

const require = createRequire(import.meta.url);

/**
 * Names all that a compiled cell depends on beside the notebook itself: language, folder, versions, and the packages
 * installed from the folder upwards (a package manager touches `node_modules` when it adds or removes one).
 */
export function environmentKey(cwd: string, language: NotebookLanguage): string {
  const own: unknown = JSON.parse(
    readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
  );
  return JSON.stringify([
    language,
    cwd,
    process.versions.node.split('.')[0],
    versionOf(own),
    versionOf(require('tslab/package.json')),
    versionOf(requireFromTslab('@tslab/typescript-for-tslab/package.json')),
    ...installedPackages(cwd),
  ]);
}

function installedPackages(cwd: string): string[] {
  const stamps: string[] = [];
  for (let folder = cwd; ; folder = path.dirname(folder)) {
    const stats = statSync(path.join(folder, 'node_modules'), { throwIfNoEntry: false });
    // Whole seconds: an image keeps no more of a time, and is to find what was compiled while it was built.
    if (stats) stamps.push(`${folder}:${Math.floor(stats.mtimeMs / 1000)}`);
    if (folder === path.dirname(folder)) return stamps;
  }
}

function versionOf(manifest: unknown): string {
  return typeof manifest === 'object' && manifest !== null
    ? String(Reflect.get(manifest, 'version'))
    : '';
}
