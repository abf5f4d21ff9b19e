import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Repository } from '../../repository.js';
import { expectProgram } from '../../run-program.js';

export interface CleanCheckout {
  /** Absolute path. */
  folder: string;
  close(): Promise<void>;
}

/**
 * Makes a folder that holds what a clone of the last commit would: nothing that git ignores, nothing that is not committed.
 * Without git, or before the first commit, it holds what is there.
 */
export async function makeCleanCheckout(repository: Repository): Promise<CleanCheckout> {
  const parent = await mkdtemp(path.join(tmpdir(), 'eccola-doctor-'));
  const folder = path.join(parent, path.basename(repository.root));
  const close = () => rm(parent, { recursive: true, force: true });
  try {
    if (await hasCommit(repository)) {
      const source = pathToFileURL(repository.root).href;
      const env = { ...process.env, GIT_LFS_SKIP_SMUDGE: '1', GIT_TERMINAL_PROMPT: '0' };
      await expectProgram('git', ['clone', '--quiet', '--depth=1', source, folder], { env });
    } else {
      for (const file of repository.files) {
        const target = path.join(folder, file);
        await mkdir(path.dirname(target), { recursive: true });
        await cp(path.join(repository.root, file), target);
      }
    }
    return { folder, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function hasCommit({ tracked, uncommitted }: Repository): Promise<boolean> {
  return tracked !== undefined && [...tracked].some((file) => !uncommitted.has(file));
}
