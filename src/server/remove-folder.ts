import { chmod, readdir, rm } from 'node:fs/promises';
import path from 'node:path';

const OWNER_MAY = 0o700;

/** Removes a folder and what a notebook left in it, folders without rights included. */
export async function removeFolder(folder: string): Promise<void> {
  const remove = () => rm(folder, { recursive: true, force: true });
  await remove().catch(async () => {
    await giveRights(folder);
    await remove();
  });
}

async function giveRights(folder: string): Promise<void> {
  await chmod(folder, OWNER_MAY);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await giveRights(path.join(folder, entry.name));
  }
}
