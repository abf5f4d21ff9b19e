import { DEFAULT_TARGETS, isTarget, type Target } from '../templates/index.js';
import type { WrittenPieces } from './plan.js';

/** Where the record lies, below the root. It belongs into git: the next `eccola init` may run on another machine. */
export const RECORD_FILE = '.eccola/init.json';

/** What the last `eccola init` wrote. */
export interface InitRecord {
  targets: readonly Target[];
  written: WrittenPieces;
}

/** Reads the record; what cannot be understood counts as nothing written, so that nothing is overwritten. */
export function parseRecord(text: string | undefined): InitRecord {
  const value = text === undefined ? undefined : parseJson(text);
  const targets = field(value, 'targets');
  const named = Array.isArray(targets) ? targets.filter((name) => isTarget(String(name))) : [];
  const written = field(value, 'written');
  const entries = typeof written === 'object' && written !== null ? Object.entries(written) : [];
  return {
    targets: named.length > 0 ? named : DEFAULT_TARGETS,
    written: Object.fromEntries(entries.filter(([, hash]) => typeof hash === 'string')),
  };
}

export function toRecordText({ targets, written }: InitRecord): string {
  const why =
    'Hashes of what `eccola init` wrote: it updates what still has its hash, and leaves alone what was changed.';
  return `${JSON.stringify({ why, targets, written }, null, 2)}\n`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
