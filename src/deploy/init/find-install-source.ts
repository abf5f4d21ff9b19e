import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError, isAppError } from '../../protocol/errors.js';
import { parseGitRemote, toCloneUrl } from '../git-remote.js';
import type { InstallSource } from '../install-source.js';
import { readRemote } from '../repository.js';
import { expectProgram, runProgram } from '../run-program.js';

/** The package that this file is part of. */
export interface OwnPackage {
  /** Absolute path of its folder. */
  root: string;
  name: string;
  version: string;
  /** The `repository` of its package.json; undefined as long as it names none. */
  repository: string | undefined;
}

/** Reads the package.json that lies above dist/. */
export async function readOwnPackage(): Promise<OwnPackage> {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const manifest: unknown = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  return {
    root,
    name: stringAt(manifest, 'name') ?? 'eccola',
    version: stringAt(manifest, 'version') ?? '0.0.0',
    repository: stringAt(manifest, 'repository') ?? stringAt(at(manifest, 'repository'), 'url'),
  };
}

/**
 * Finds out how another machine can install the eccola that is running: the registry's version if this one is
 * published, else the commit that it was checked out from, else a tarball packed into the repository.
 * @param target absolute path of the repository that a tarball would lie in
 * @throws AppError `PROGRAM_MISSING` without npm, `PROGRAM_FAILED` when it cannot pack
 */
export async function findInstallSource(own: OwnPackage, target: string): Promise<InstallSource> {
  return (
    (await findPublished(own)) ??
    (await findPushedCommit(own.root)) ??
    (await packTarball(own, target))
  );
}

/**
 * A version in the registry counts only if it names the same repository as this package: the name alone may be
 * somebody else's.
 */
async function findPublished({ name, version, repository }: OwnPackage) {
  const here = repository && parseGitRemote(repository.replace(/^git\+/, ''));
  if (!here) return undefined;
  const args = ['view', `${name}@${version}`, 'repository.url', '--json', '--fetch-retries=0'];
  const { code, stdout } = await runProgram('npm', args);
  if (code !== 0 || stdout.trim() === '') return undefined;
  const url: unknown = JSON.parse(stdout);
  const there = typeof url === 'string' ? parseGitRemote(url.replace(/^git\+/, '')) : undefined;
  if (JSON.stringify(there) !== JSON.stringify(here)) return undefined;
  return { kind: 'registry', version } as const;
}

/** The commit of a checkout without changes of its own, if its remote has that commit. */
async function findPushedCommit(root: string) {
  const git = async (...args: string[]) => {
    const result = await runProgram('git', args, { cwd: root }).catch(ignoreMissing);
    return result?.code === 0 ? result.stdout.trim() : undefined;
  };
  const top = await git('rev-parse', '--show-toplevel');
  if (top === undefined || path.resolve(top) !== path.resolve(root)) return undefined;
  const remote = parseGitRemote((await readRemote(root)) ?? '');
  if (!remote || (await git('status', '--porcelain')) !== '') return undefined;
  const commit = await git('rev-parse', 'HEAD');
  const branches = await git('branch', '--remotes', '--contains', 'HEAD');
  if (!commit || !branches) return undefined;
  return { kind: 'git', url: toCloneUrl(remote), commit } as const;
}

/** The file's name holds a hash of its content, so that a lock file never meets another content under the same name. */
async function packTarball({ root, name, version }: OwnPackage, target: string) {
  const args = ['pack', '--ignore-scripts', '--json', `--pack-destination=${target}`, root];
  // Nothing is fetched, and npm wants a cache even so: where the account has no home, it would have none.
  const cache = await mkdtemp(path.join(tmpdir(), 'eccola-init-'));
  const env = { ...process.env, npm_config_cache: cache };
  const printed = await expectProgram('npm', args, { cwd: target, env }).finally(() =>
    rm(cache, { recursive: true, force: true }),
  );
  const packed: unknown = JSON.parse(printed);
  const made = stringAt(at(packed, 0), 'filename');
  if (made === undefined) {
    throw new AppError('PROGRAM_FAILED', `npm did not say what it packed ${name} ${version} into.`);
  }
  const bytes = await readFile(path.join(target, made));
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 8);
  const file = `${name}-${version}-${hash}.tgz`;
  await rename(path.join(target, made), path.join(target, file));
  return { kind: 'tarball', file } as const;
}

function ignoreMissing(error: unknown): undefined {
  if (!isAppError(error) || error.code !== 'PROGRAM_MISSING') throw error;
}

function at(value: unknown, key: string | number): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function stringAt(value: unknown, key: string): string | undefined {
  const found = at(value, key);
  return typeof found === 'string' ? found : undefined;
}
