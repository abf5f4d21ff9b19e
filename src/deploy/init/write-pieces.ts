import { constants } from 'node:fs';
import { access, chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../protocol/errors.js';
import { parseDependencySpec } from '../install-source.js';
import type { Repository } from '../repository.js';
import { type Piece, readPiece } from './pieces.js';
import { applyChanges, type Change, planChanges, type WrittenPieces } from './plan.js';

/** Asked for each piece that the user changed, removed, or had before. */
export type MayOverwrite = (piece: Piece) => Promise<boolean>;

/** Brings pieces into a repository, one decision after the other. @throws AppError `NOT_WRITABLE` */
export async function writePieces(
  repository: Repository,
  pieces: readonly Piece[],
  written: WrittenPieces,
  mayOverwrite: MayOverwrite,
): Promise<Change[]> {
  const files = await readFiles(repository, pieces);
  const changes: Change[] = [];
  for (const change of planChanges(pieces, files, written)) {
    const overwrite = change.action === 'kept' && (await mayOverwrite(change.piece));
    changes.push(overwrite ? { ...change, action: 'update' } : change);
  }
  for (const [file, text] of applyChanges(changes, files)) {
    await writeRepositoryFile(repository, file, text);
  }
  for (const { piece, action } of changes) {
    if (action === 'kept') continue;
    if (piece.kind === 'file' && piece.executable) {
      await chmod(path.join(repository.root, piece.path), 0o755);
    }
    if (piece.kind === 'dependency') await removeOldTarball(repository, piece, files);
  }
  return changes;
}

/** Says so before anything is done. @throws AppError `NOT_WRITABLE` */
export async function assertWritable({ root }: Repository): Promise<void> {
  await access(root, constants.W_OK).catch((cause: unknown) => {
    throw notWritable('Nothing can be written', root, cause);
  });
}

/** @throws AppError `NOT_WRITABLE` */
export async function writeRepositoryFile({ root }: Repository, file: string, text: string) {
  const absolute = path.join(root, file);
  try {
    await mkdir(path.dirname(absolute), { recursive: true });
    await writeFile(absolute, text);
  } catch (cause) {
    throw notWritable(`${file} could not be written`, root, cause);
  }
}

function notWritable(what: string, root: string, cause: unknown): AppError {
  return new AppError('NOT_WRITABLE', `${what} in ${root}.`, {
    hint: 'Choose a folder that you may write to, on a disk that is neither full nor read-only.',
    cause,
  });
}

async function readFiles(repository: Repository, pieces: readonly Piece[]) {
  const files = new Map<string, string>();
  for (const file of new Set(pieces.map((piece) => piece.path))) {
    const text = await repository.readText(file);
    if (text !== undefined) files.set(file, text);
  }
  return files;
}

/** The tarball that package.json named before goes when it names another. */
async function removeOldTarball(
  { root }: Repository,
  piece: Piece,
  before: ReadonlyMap<string, string>,
) {
  const spec = readPiece(piece, before.get(piece.path) ?? '{}');
  const old = spec === undefined || spec === piece.content ? undefined : parseDependencySpec(spec);
  if (old?.kind === 'tarball') await rm(path.join(root, old.file), { force: true });
}
