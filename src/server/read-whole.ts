import { stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { withoutByteOrderMark } from '../protocol/nbformat.js';
import { type WatchedText, watchText } from './watched-file.js';

const LOOK_EVERY_MS = 50;
/** What was written longer ago is all that comes. */
const QUIET_MS = 500;
/** Whoever writes without end is not waited for. */
const MOST_LOOKS = 100;

/** Reads a file of JSON that an editor may be writing at this moment: half of it is given the time to become whole. */
export async function readWhole(
  path: string,
  digest: (text: string) => string,
): Promise<WatchedText> {
  let watched = await watchText(path, digest);
  for (let look = 0; look < MOST_LOOKS; look++) {
    if (isWhole(watched.text) || !(await isBeingWritten(path))) break;
    await delay(LOOK_EVERY_MS);
    if (await watched.hasChanged()) watched = await watchText(path, digest);
  }
  return watched;
}

async function isBeingWritten(path: string): Promise<boolean> {
  const stats = await stat(path).catch(() => undefined);
  return stats !== undefined && Math.abs(Date.now() - stats.mtimeMs) < QUIET_MS;
}

function isWhole(text: string | undefined): boolean {
  if (text === undefined) return false;
  try {
    JSON.parse(withoutByteOrderMark(text));
    return true;
  } catch {
    return false;
  }
}
