import { createUrls } from '../protocol/urls.js';
import type { GitRemote } from './git-remote.js';

/**
 * Where GitHub Pages serves the site of a repository, and in it one notebook.
 * @param notebook path below the repository's root; without one the gallery
 * @returns undefined for a remote that is not GitHub's
 */
export function toPagesLink(remote: GitRemote, notebook: string | undefined): string | undefined {
  if (remote.provider !== 'gh') return undefined;
  const [owner = '', name = ''] = remote.slug.split('/');
  const host = `${owner.toLowerCase()}.github.io`;
  // A repository of this name is the site of the account itself.
  const base = name.toLowerCase() === host ? '/' : `/${name}/`;
  const path = notebook === undefined ? base : `${createUrls(base).render(notebook)}/`;
  return `https://${host}${path}`;
}
