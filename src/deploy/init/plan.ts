import { createHash } from 'node:crypto';
import { keyOf, type Piece, readPiece, writePiece } from './pieces.js';

/** What was written last time: a piece's key → SHA-256 (hex) of its content. */
export type WrittenPieces = Readonly<Record<string, string>>;

export interface Change {
  piece: Piece;
  /**
   * `kept`: the user changed or removed what was written, or had it before; it is left alone.
   * `same`: nothing to do.
   */
  action: 'create' | 'update' | 'same' | 'kept';
}

/**
 * Decides what to do with each piece.
 * @param files the text of each file as it is now; a file that does not exist is absent
 */
export function planChanges(
  pieces: readonly Piece[],
  files: ReadonlyMap<string, string>,
  written: WrittenPieces,
): Change[] {
  return pieces.map((piece) => {
    const text = files.get(piece.path);
    const present = text === undefined ? undefined : readPiece(piece, text);
    return { piece, action: decide(piece, present, written[keyOf(piece)]) };
  });
}

function decide(piece: Piece, present: string | undefined, recorded: string | undefined) {
  if (present === piece.content) return 'same';
  if (present === undefined) return recorded === undefined ? 'create' : 'kept';
  return hashOf(present) === recorded ? 'update' : 'kept';
}

/** The files that applying some changes brings about, and their texts. */
export function applyChanges(
  changes: readonly Change[],
  files: ReadonlyMap<string, string>,
): Map<string, string> {
  const texts = new Map<string, string>();
  for (const { piece, action } of changes) {
    if (action === 'same' || action === 'kept') continue;
    const text = texts.get(piece.path) ?? files.get(piece.path) ?? '';
    texts.set(piece.path, writePiece(piece, text));
  }
  return texts;
}

/** The record after some changes. What was kept stays recorded as it was written, so that it stays the user's. */
export function recordChanges(changes: readonly Change[], written: WrittenPieces): WrittenPieces {
  const kept = new Set(
    changes.filter(({ action }) => action === 'kept').map((c) => keyOf(c.piece)),
  );
  const now = changes
    .filter(({ action }) => action !== 'kept')
    .map(({ piece }): [string, string] => [keyOf(piece), hashOf(piece.content)]);
  const before = Object.entries(written).filter(([key]) => kept.has(key));
  return Object.fromEntries([...before, ...now].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function hashOf(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}
