import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Brings dist/ up to date before the tests that run it; at once when it is. */
export async function setup(): Promise<void> {
  await promisify(execFile)(process.execPath, ['scripts/build.mjs']);
}
