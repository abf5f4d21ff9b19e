import type { Check } from '../finding.js';
import { absolutePathsCheck } from './absolute-paths.js';
import { binderFolderCheck } from './binder-folder.js';
import { committedCheck } from './committed.js';
import { filesCheck } from './files.js';
import { installSourceCheck } from './install-source.js';
import { lfsCheck } from './lfs.js';
import { namesCheck } from './names.js';
import { notebooksCheck } from './notebooks.js';
import { packagesCheck } from './packages.js';
import { pagesCheck } from './pages.js';
import { secretsCheck } from './secrets.js';
import { sizeCheck } from './size.js';

/** The checks that only read, in the order in which they are told. */
export const CHECKS: readonly Check[] = [
  notebooksCheck,
  namesCheck,
  filesCheck,
  lfsCheck,
  absolutePathsCheck,
  secretsCheck,
  // Before what npm is to install: while eccola's own tarball is missing, npm installs nothing.
  installSourceCheck,
  packagesCheck,
  pagesCheck,
  binderFolderCheck,
  sizeCheck,
  committedCheck,
];
