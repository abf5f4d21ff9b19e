import type { Repository } from '../repository.js';

/** What package.json and package-lock.json say about packages. */
export interface Manifest {
  /** Name → what package.json asks for. */
  dependencies: ReadonlyMap<string, string>;
  devDependencies: ReadonlyMap<string, string>;
  /** What the lock file says that package.json asks for; undefined without a lock file. */
  locked: ReadonlyMap<string, string> | undefined;
}

/**
 * Reads the manifest in the repository's root.
 * @returns undefined when there is none, or when it is not JSON
 */
export async function readManifest(repository: Repository): Promise<Manifest | undefined> {
  const manifest = parse(await repository.readText('package.json'));
  if (manifest === undefined) return undefined;
  const lock = parse(await repository.readText('package-lock.json'));
  return {
    dependencies: toMap(at(manifest, 'dependencies')),
    devDependencies: toMap(at(manifest, 'devDependencies')),
    locked:
      lock === undefined ? undefined : toMap(at(at(at(lock, 'packages'), ''), 'dependencies')),
  };
}

function parse(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function toMap(value: unknown): Map<string, string> {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return new Map(entries.map(([name, spec]) => [name, String(spec)]));
}
