import { constants } from 'node:fs';
import { access, mkdir, mkdtemp } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * The folder that compiled notebooks are kept in: the account's own, as kernels execute what lies there. One that cannot be
 * written serves too, as an image's that `eccola build` has filled. Where the account has no home, a new one for this run.
 */
export async function findCacheDir(xdgCacheHome: string | undefined): Promise<string> {
  const parent =
    xdgCacheHome && isAbsolute(xdgCacheHome) ? xdgCacheHome : join(homedir(), '.cache');
  const folder = join(parent, 'eccola');
  try {
    // Not `recursive`: below a folder such as /proc, where none can be made, Node would try for ever.
    await mkdir(parent, { mode: 0o700 }).catch(() => {});
    await mkdir(folder, { mode: 0o700 }).catch(() => {});
    await access(folder, constants.R_OK);
    return folder;
  } catch {
    return await mkdtemp(join(tmpdir(), 'eccola-cache-'));
  }
}
