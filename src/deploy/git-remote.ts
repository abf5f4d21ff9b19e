/** Where a repository lies on the web, as BinderHub's providers name it. */
export type GitRemote =
  | { provider: 'gh'; slug: string }
  | { provider: 'gl'; slug: string }
  | { provider: 'git'; url: string };

const SCP_LIKE = /^(?:[^@/]+@)?([^:/]+):(?!\/\/)(.+)$/;

/**
 * Reads what `git remote get-url` prints: `https://…`, `ssh://…` and `git@host:owner/name` forms.
 * @returns undefined for a remote that no other machine reaches, such as a folder
 */
export function parseGitRemote(text: string): GitRemote | undefined {
  const remote = text.trim();
  const located = locate(remote);
  if (!located) return undefined;
  const slug = located.path.replace(/^\/+|\/+$/g, '').replace(/\.git$/, '');
  if (slug === '') return undefined;
  if (located.host === 'github.com') return { provider: 'gh', slug };
  if (located.host === 'gitlab.com') return { provider: 'gl', slug };
  return { provider: 'git', url: `https://${located.host}/${slug}` };
}

/** The address that anybody may clone a remote from. */
export function toCloneUrl(remote: GitRemote): string {
  switch (remote.provider) {
    case 'gh':
      return `https://github.com/${remote.slug}.git`;
    case 'gl':
      return `https://gitlab.com/${remote.slug}.git`;
    case 'git':
      return `${remote.url}.git`;
  }
}

function locate(remote: string): { host: string; path: string } | undefined {
  if (/^(?:https?|ssh|git|git\+ssh|git\+https):\/\//.test(remote)) {
    if (!URL.canParse(remote)) return undefined;
    const { hostname, pathname } = new URL(remote);
    return { host: hostname.toLowerCase(), path: pathname };
  }
  const scp = SCP_LIKE.exec(remote);
  // One letter before the colon is a drive of Windows.
  if (!scp?.[1] || !scp[2] || scp[1].length === 1) return undefined;
  return { host: scp[1].toLowerCase(), path: scp[2] };
}
