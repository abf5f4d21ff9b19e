import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

/** A file that something was made of, as it was then. */
export interface WatchedFile {
  /** Absolute. */
  readonly path: string;
  /** Depends on its content; empty if there is none. */
  readonly hash: string;
  /** True once its content is another. Reads it only if its time, size or place on the disk has changed. */
  hasChanged(): Promise<boolean>;
}

/** A file that was read whole. */
export interface WatchedText extends WatchedFile {
  /** As it was read; undefined if it could not be. */
  readonly text: string | undefined;
}

/** A file of this size takes longer to read than anyone wants to wait: its time and size stand for its content. */
const TOO_LARGE_TO_READ = 256 * 1024 * 1024;

export async function watchFile(path: string): Promise<WatchedFile> {
  return await watch(path, async () => ({ hash: await hashOfFile(path) }));
}

/** @param digest of the text: what stays the same for changes that do not matter */
export async function watchText(
  path: string,
  digest: (text: string) => string,
): Promise<WatchedText> {
  return await watch(path, async () => {
    const text = await readFile(path, 'utf8').catch(() => undefined);
    return { text, hash: text === undefined ? '' : digest(text) };
  });
}

async function watch<T extends { hash: string }>(
  path: string,
  read: () => Promise<T>,
): Promise<T & Omit<WatchedFile, 'hash'>> {
  const look = async () => {
    // In this order: what is written in between is then seen at the next look.
    const stamp = await stampOf(path);
    return { stamp, ...(await read()) };
  };
  const first = await look();
  let known = { stamp: first.stamp, hash: first.hash };
  return {
    ...first,
    path,
    hasChanged: async () => {
      if ((await stampOf(path)) === known.stamp) return false;
      const { stamp, hash } = await look();
      if (hash !== known.hash) return true;
      known = { stamp, hash };
      return false;
    },
  };
}

/** The first 32 hex digits of the SHA-256 of a value's JSON. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);
}

async function hashOfFile(path: string): Promise<string> {
  try {
    const { size, mtimeMs } = await stat(path);
    if (size > TOO_LARGE_TO_READ) return `${size}:${mtimeMs}`;
    const hash = createHash('sha256');
    await pipeline(createReadStream(path), hash);
    return hash.digest('hex').slice(0, 32);
  } catch {
    return '';
  }
}

/** A file that is gone has a stamp of its own: it may come back. */
async function stampOf(path: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(path);
    return `${mtimeMs}:${size}:${ino}`;
  } catch {
    return 'none';
  }
}
