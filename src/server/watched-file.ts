import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';

/** A file that something was made of, as it was then. */
export interface WatchedFile {
  /** As it was read; undefined if it could not be. */
  readonly text: string | undefined;
  /** True once its content is another. Reads it only if its time, size or place on the disk has changed. */
  hasChanged(): Promise<boolean>;
}

/** @param digest of a text: what stays the same for changes that do not matter */
export async function watchFile(
  file: string,
  digest: (text: string) => string = hashOf,
): Promise<WatchedFile> {
  const look = async () => {
    // In this order: what is written in between is then seen at the next look.
    const stamp = await stampOf(file);
    const text = await readFile(file, 'utf8').catch(() => undefined);
    return { stamp, text, hash: text === undefined ? '' : digest(text) };
  };
  let known = await look();
  return {
    text: known.text,
    hasChanged: async () => {
      if ((await stampOf(file)) === known.stamp) return false;
      const now = await look();
      if (now.hash !== known.hash) return true;
      known = now;
      return false;
    },
  };
}

/** The first 32 hex digits of the SHA-256 of a value's JSON. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);
}

/** A file that is gone has a stamp of its own: it may come back. */
async function stampOf(file: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(file);
    return `${mtimeMs}:${size}:${ino}`;
  } catch {
    return 'none';
  }
}
