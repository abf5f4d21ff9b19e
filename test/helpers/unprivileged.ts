import { chown, readdir } from 'node:fs/promises';
import path from 'node:path';
import { runProgram } from '../../src/deploy/run-program.js';

/** Numbers of a user and a group. */
export interface Account {
  uid: number;
  gid: number;
}

/** Where the tests run as root: an account that owns nothing. Elsewhere they have no rights anyway. */
export const NOBODY: Account | undefined =
  process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined;

/** A program and its arguments, to be run as an account. */
export function asAccount(
  account: Account | undefined,
  [program, ...args]: readonly [string, ...string[]],
): [string, ...string[]] {
  if (!account) return [program, ...args];
  const { uid, gid } = account;
  return ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', program, ...args];
}

/** The account, if it can run this command; a checkout in root's own folder is out of its reach. */
export async function accountThatRuns(...command: string[]): Promise<Account | undefined> {
  if (!NOBODY) return undefined;
  // A shell, as setpriv itself still sees what root sees when it starts the program.
  const [first, ...rest] = asAccount(NOBODY, ['sh', '-c', '"$0" "$@"', ...command]);
  const result = await runProgram(first, rest, { cwd: '/' });
  return result.code === 0 ? NOBODY : undefined;
}

/** Makes everything below a folder an account's own. */
export async function giveTo(folder: string, account: Account | undefined): Promise<void> {
  if (!account) return;
  await chown(folder, account.uid, account.gid);
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isSymbolicLink()) continue;
    await chown(path.join(entry.parentPath, entry.name), account.uid, account.gid);
  }
}
