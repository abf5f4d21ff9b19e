import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder } from './folder.js';

const LINKS: readonly (readonly [target: string, link: string])[] = [
  ['../packages/linked', 'node_modules/linked'],
  ['.pnpm/stored@1/node_modules/stored', 'node_modules/stored'],
  ['../../deeper@1/node_modules/deeper', 'node_modules/.pnpm/stored@1/node_modules/deeper'],
];

/**
 * Makes a folder as pnpm leaves a workspace: links to the package `linked` of the workspace's own, and to `stored` of pnpm's
 * store, which depends on `deeper`. Returns its absolute path.
 */
export async function makeWorkspace(files: Record<string, string>): Promise<string> {
  const root = await makeFolder(files);
  for (const [target, link] of LINKS) await symlink(target, path.join(root, link));
  return root;
}
