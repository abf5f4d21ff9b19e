import { readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { exports as resolveExports } from 'resolve.exports';

/** The package's name, and what of it is asked for. */
const SPECIFIER = /^((?:@[^/]+\/)?[^/]+)(\/.*)?$/;

/**
 * The file that an `import` would find where `require` finds nothing, as the package exports it to ES modules only.
 * Node loads such a file by `require` all the same. Undefined where there is none.
 * @param importer absolute path of the file that requires it
 */
export function findImported(specifier: string, importer: string): string | undefined {
  const [, name = '', subpath = ''] = SPECIFIER.exec(specifier) ?? [];
  const folders = createRequire(importer).resolve.paths(specifier) ?? [];
  for (const folder of folders) {
    const manifest = readManifest(path.join(folder, name, 'package.json'));
    if (!manifest) continue;
    try {
      const [file] = resolveExports(manifest, `.${subpath}`) ?? [];
      // Where a link leads, as Node has it: there lie the packages that this one depends on.
      return file && realpathSync(path.join(folder, name, file));
    } catch {
      return undefined; // It does not export this at all.
    }
  }
  return undefined;
}

function readManifest(file: string): object | undefined {
  try {
    const manifest: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof manifest === 'object' && manifest !== null ? manifest : undefined;
  } catch {
    return undefined;
  }
}
