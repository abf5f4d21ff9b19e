import { createUrls } from '../protocol/urls.js';
import type { GitRemote } from './git-remote.js';

const BINDER = 'https://mybinder.org';

/** A Binder link that opens something below the Jupyter Server of a repository's image. */
export interface LaunchLink {
  url: string;
  /** The link as a picture, in Markdown. */
  badge: string;
}

/**
 * The path below a Jupyter Server at which eccola serves one notebook, or, without one, the gallery.
 * It is what goes into the "URL" field of Binder's form.
 * @param notebook path below the served root
 */
export function toUrlPath(notebook: string | undefined): string {
  const urls = createUrls('/');
  return notebook === undefined ? urls.tree('') : urls.render(notebook);
}

/**
 * Builds the link that Binder's own form makes of a repository and a "URL" field.
 * @param urlPath as `toUrlPath` makes it, or `lab`
 * @param ref a branch, tag or commit; `HEAD` is the default branch as it is at the launch
 * @see https://mybinder.readthedocs.io/en/latest/howto/user_interface.html
 */
export function toLaunchLink(remote: GitRemote, urlPath: string, ref = 'HEAD'): LaunchLink {
  const source = remote.provider === 'git' ? remote.url : remote.slug;
  // GitHub's owner and name stay two steps of the path; the others are one step, so their slashes are escaped.
  const spec = remote.provider === 'gh' ? source : encodeURIComponent(source);
  const query = `urlpath=${encodeURIComponent(urlPath)}`;
  const url = `${BINDER}/v2/${remote.provider}/${spec}/${encodeURIComponent(ref)}?${query}`;
  return { url, badge: `[![Binder](${BINDER}/badge_logo.svg)](${url})` };
}
