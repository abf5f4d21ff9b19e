import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';

/** The sizes of all files below a folder, links not followed. */
export async function folderBytes(folder: string): Promise<number> {
  let total = 0;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const item = path.join(folder, entry.name);
    total += entry.isDirectory() ? await folderBytes(item) : (await lstat(item)).size;
  }
  return total;
}
