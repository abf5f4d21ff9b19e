import { readFile, stat } from 'node:fs/promises';
import { parseNotebook } from '../protocol/nbformat.js';

/**
 * Reads a notebook's title, from the file only if that has changed since.
 * @param path as messages name it
 * @returns undefined for one without, and for what cannot be read: what is wrong with it is said when it is opened
 */
export type TitleReader = (file: string, path: string) => Promise<string | undefined>;

export function createTitleReader(): TitleReader {
  const known = new Map<string, { mtimeMs: number; size: number; title: string | undefined }>();
  return async (file, path) => {
    try {
      const { mtimeMs, size } = await stat(file);
      const before = known.get(file);
      if (before?.mtimeMs === mtimeMs && before.size === size) return before.title;
      const title = parseTitle(await readFile(file, 'utf8'), path);
      known.set(file, { mtimeMs, size, title });
      return title;
    } catch {
      known.delete(file);
      return undefined;
    }
  };
}

function parseTitle(text: string, path: string): string | undefined {
  try {
    return parseNotebook(text, path).title;
  } catch {
    return undefined;
  }
}
