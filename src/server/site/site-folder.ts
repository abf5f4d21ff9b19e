import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { AppError } from '../../protocol/errors.js';
import { sha256Hex } from './sha256.js';

/** Keeps GitHub Pages from leaving files out; it also shows that a folder is a site of ours. */
const MARK = '.nojekyll';

/** The folder that a site is written to. */
export interface SiteFolder {
  /** @param path below the folder, with `/` */
  write(path: string, content: string | Uint8Array): Promise<void>;
}

/**
 * Opens a folder for a site, and takes away what an earlier build has left in it.
 * @throws AppError `NOT_WRITABLE` for a folder that holds something else
 */
export async function openSiteFolder(folder: string): Promise<SiteFolder> {
  const entries = await entriesOf(folder);
  if (entries.length > 0 && !entries.includes(MARK)) {
    throw new AppError('NOT_WRITABLE', `${folder} holds something else than a site of eccola’s.`, {
      hint: 'Give a folder that is empty, or that is not there yet.',
    });
  }
  await rm(join(folder, 'voila'), { recursive: true, force: true });
  const site: SiteFolder = {
    write: async (path, content) => {
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
    },
  };
  await site.write(MARK, '');
  return site;
}

async function entriesOf(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    if (!(await exists(folder))) return [];
    throw new AppError('NOT_WRITABLE', `${folder} is no folder that can be written to.`, { cause });
  }
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}

/** Adds a file to the pages' assets. @returns its name among them, which changes with its content */
export type AddAsset = (name: string, content: string | Uint8Array) => string;

/** Where assets lie in a site. */
export const ASSETS = 'voila/static';

/** `bears.onnx` → `bears-1a2b3c4d5e6f.onnx`. */
export function assetName(name: string, content: string | Uint8Array): string {
  const extension = extname(name);
  const stem = basename(name, extension).replaceAll(/[^\w.-]+/g, '-');
  return `${stem}-${sha256Hex(content).slice(0, 12)}${extension}`;
}
