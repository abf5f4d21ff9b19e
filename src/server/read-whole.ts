import { setTimeout as delay } from 'node:timers/promises';
import { type WatchedText, watchText } from './watched-file.js';

const LOOK_EVERY_MS = 50;
/** A file of which more is to come has changed by then. */
const QUIET_LOOKS = 10;
/** Whoever writes without end is not waited for. */
const MOST_LOOKS = 100;

/**
 * Reads a file of JSON that an editor may be writing at this moment: half of it, or none while it is being replaced, is
 * given the time to become whole.
 */
export async function readWhole(
  path: string,
  digest: (text: string) => string,
): Promise<WatchedText> {
  let watched = await watchText(path, digest);
  let quiet = 0;
  for (let look = 0; look < MOST_LOOKS && quiet < QUIET_LOOKS && !isWhole(watched.text); look++) {
    await delay(LOOK_EVERY_MS);
    quiet += 1;
    if (!(await watched.hasChanged())) continue;
    watched = await watchText(path, digest);
    quiet = 0;
  }
  return watched;
}

function isWhole(text: string | undefined): boolean {
  if (text === undefined) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
