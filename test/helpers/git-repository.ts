import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { makeFolder } from './folder.js';

const run = promisify(execFile);

export interface GitRepository {
  /** Absolute path of the work tree. */
  folder: string;
  git(...args: string[]): Promise<string>;
  commitAll(): Promise<void>;
}

/** Makes a repository whose files are committed; it goes with the test. */
export async function makeGitRepository(
  files: Record<string, string | Uint8Array>,
  { remote }: { remote?: string } = {},
): Promise<GitRepository> {
  const folder = await makeFolder(files);
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org'];
  const git = async (...args: string[]) =>
    (await run('git', [...identity, ...args], { cwd: folder })).stdout;
  const commitAll = async () => {
    await git('add', '--all');
    await git('commit', '--quiet', '--allow-empty', '--message=test');
  };
  await git('init', '--quiet', '--initial-branch=main');
  if (remote) await git('remote', 'add', 'origin', remote);
  await commitAll();
  return { folder, git, commitAll };
}
