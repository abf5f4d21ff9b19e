import path from 'node:path';
import { AppError } from '../../protocol/errors.js';
import { findBrowserPackages } from '../browser-packages.js';
import { parseGitRemote } from '../git-remote.js';
import type { InstallSource } from '../install-source.js';
import { openRepository, type Repository, readRemote } from '../repository.js';
import { runProgram } from '../run-program.js';
import { type Target, wantedPieces } from '../templates/index.js';
import { packageFiles } from '../templates/repository.js';
import type { Site } from '../templates/site.js';
import { findInstallSource, readOwnPackage } from './find-install-source.js';
import { keyOf, type Piece } from './pieces.js';
import { type Change, recordChanges } from './plan.js';
import { parseRecord, RECORD_FILE, toRecordText } from './record.js';
import {
  assertWritable,
  type MayOverwrite,
  writePieces,
  writeRepositoryFile,
} from './write-pieces.js';

export interface InitOptions {
  /** Absolute path of the repository, or of a folder in it. */
  folder: string;
  /** Those of the last time when none is named. */
  targets?: readonly Target[];
  /** Nothing of the user's is overwritten without it. */
  mayOverwrite?: MayOverwrite;
  /** Where eccola is installed from; found out when absent. */
  source?: InstallSource;
}

export interface InitResult {
  /** Absolute path. */
  root: string;
  site: Site;
  targets: readonly Target[];
  changes: readonly Change[];
  /** Sentences about what could not be done, and what to do. */
  notes: readonly string[];
}

/**
 * Writes what a repository with notebooks needs to be published, or brings it up to date.
 * @throws AppError `NO_NOTEBOOKS`, `NOT_WRITABLE`, and what {@link findInstallSource} throws
 */
export async function initRepository(options: InitOptions): Promise<InitResult> {
  const { folder, mayOverwrite = async () => false } = options;
  const repository = await openRepository(folder);
  const notebooks = runnableNotebooks(repository);
  await assertWritable(repository);
  const record = parseRecord(await repository.readText(RECORD_FILE));
  const targets = options.targets ?? record.targets;
  const own = await readOwnPackage();
  const draft = {
    name: toHostName(path.basename(repository.root)),
    remote: parseGitRemote((await readRemote(repository.root)) ?? ''),
    notebooks,
    source: options.source ?? (await findInstallSource(own, repository.root)),
    browserPackages: await findBrowserPackages(repository),
  };

  // package.json first: whether a lock file can be made of it decides what the other files say.
  const write = (pieces: readonly Piece[]) =>
    writePieces(repository, pieces, record.written, mayOverwrite);
  const first = await write(packageFiles({ ...draft, hasLockfile: false }));
  const lock = await updateLockfile(repository);
  const site: Site = { ...draft, hasLockfile: lock.exists };
  const done = new Set(first.map(({ piece }) => keyOf(piece)));
  const rest = await write(wantedPieces(site, targets).filter((piece) => !done.has(keyOf(piece))));

  const changes = [...first, ...rest];
  const written = recordChanges(changes, record.written);
  await writeRepositoryFile(repository, RECORD_FILE, toRecordText({ targets, written }));
  const notes = [...lock.notes, ...elsewhereNotes(site, targets)];
  return { root: repository.root, site, targets, changes, notes };
}

/** GitHub's actions run on GitHub alone. */
function elsewhereNotes({ remote }: Site, targets: readonly Target[]): string[] {
  if (!targets.includes('pages') || remote === undefined || remote.provider === 'gh') return [];
  return [
    'The remote is not on GitHub, so there is no workflow for GitHub Pages: `eccola build . --static public` makes the same site for any host of files.',
  ];
}

function runnableNotebooks({ notebooks, root }: Repository): string[] {
  const runnable = notebooks.filter(({ notebook }) => notebook !== undefined);
  if (runnable.length > 0) return runnable.map((found) => found.path);
  const refused = notebooks.map(({ error }) => error?.message).filter(Boolean);
  throw new AppError('NO_NOTEBOOKS', `There is no TypeScript notebook in ${root}.`, {
    hint: [...refused, 'Put a .ipynb with a TypeScript or JavaScript kernel here first.'].join(' '),
  });
}

/** A lock file makes every image hold the same packages; npm writes it without installing anything. */
async function updateLockfile(repository: Repository) {
  const had = await repository.exists('package-lock.json');
  const args = [
    'install',
    '--package-lock-only',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--fetch-retries=0',
  ];
  const { code, stderr } = await runProgram('npm', args, { cwd: repository.root });
  if (code === 0) return { exists: true, notes: [] };
  const reason = stderr.split('\n').find((line) => line.startsWith('npm error')) ?? 'npm failed';
  const what = had
    ? 'package-lock.json could not be updated'
    : 'No package-lock.json could be made';
  return { exists: had, notes: [`${what} (${reason}): run npm install, then eccola init again.`] };
}

/** A name that hosts and image registries take: `My Bears!` → `my-bears`. */
function toHostName(name: string): string {
  const fit = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40);
  return fit === '' ? 'notebook-app' : fit;
}
