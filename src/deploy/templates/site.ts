import type { GitRemote } from '../git-remote.js';
import type { InstallSource } from '../install-source.js';

/** All that the templates are made from: what `eccola init` has found out about a repository. */
export interface Site {
  /** Of the package or the folder, fit for a host name: lower case, digits, hyphens. */
  name: string;
  remote: GitRemote | undefined;
  /** The notebooks that eccola runs, as paths below the root. At least one. */
  notebooks: readonly string[];
  /** There is a package-lock.json, so `npm ci` works. */
  hasLockfile: boolean;
  source: InstallSource;
  /** What a site without a server is built with beside eccola, as npm installs it: `name@version`. */
  browserPackages: readonly string[];
}

/** The command that installs what package.json says, exactly where the lock file makes that possible. */
export function installCommand({ hasLockfile }: Site): string {
  return hasLockfile ? 'npm ci --omit=dev' : 'npm install --omit=dev --no-package-lock';
}

/** The one notebook that a link leads to; undefined for a gallery of several. */
export function linkedNotebook({ notebooks }: Site): string | undefined {
  return notebooks.length === 1 ? notebooks[0] : undefined;
}
