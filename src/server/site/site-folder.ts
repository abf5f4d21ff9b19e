import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { AppError } from '../../protocol/errors.js';
import { shortHash } from './short-hash.js';

/** Shows that a folder is a site of ours, to be replaced by the next. */
const MARK = '.eccola-site';
/** Keeps GitHub Pages from leaving files out. Others write it as well. */
const NO_JEKYLL = '.nojekyll';

/** The folder that a site is written to. */
export interface SiteFolder {
  /**
   * @param path below the folder, with `/`
   * @throws AppError `NOT_WRITABLE`
   */
  write(path: string, content: string | Uint8Array): Promise<void>;
}

/**
 * Opens a folder for a site, and takes away what an earlier build has left in it.
 * @throws AppError `NOT_WRITABLE` for a folder that holds something else
 */
export async function openSiteFolder(path: string): Promise<SiteFolder> {
  // An empty path, of a shell's variable that is not set, is the folder that one is in.
  const folder = resolve(path);
  const entries = await entriesOf(folder);
  if (entries.length > 0 && !entries.includes(MARK)) {
    throw new AppError('NOT_WRITABLE', `${folder} holds something else than a site of eccola’s.`, {
      hint: 'Give a folder that is empty, or that is not there yet.',
    });
  }
  const site: SiteFolder = {
    write: async (name, content) => {
      const file = join(folder, name);
      try {
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, content);
      } catch (cause) {
        throw notWritable(folder, cause);
      }
    },
  };
  await site.write(
    MARK,
    'Written by eccola build --static, which replaces this site by the next.\n',
  );
  await site.write(NO_JEKYLL, '');
  await rm(join(folder, 'voila'), { recursive: true, force: true }).catch((cause: unknown) => {
    throw notWritable(folder, cause);
  });
  return site;
}

async function entriesOf(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    if (Reflect.get(Object(cause), 'code') === 'ENOENT') return [];
    throw notWritable(folder, cause);
  }
}

function notWritable(folder: string, cause: unknown): AppError {
  return new AppError('NOT_WRITABLE', `The site cannot be written to ${folder}.`, {
    hint: `The system says: ${cause instanceof Error ? cause.message : cause}`,
    cause,
  });
}

/** Adds a file to the pages' assets. @returns its name among them, which changes with its content */
export type AddAsset = (name: string, content: string | Uint8Array) => string;

/** Where assets lie in a site. */
export const ASSETS = 'voila/static';

/** `bears.onnx` → `bears-1a2b3c4d5e6f.onnx`. */
export function assetName(name: string, content: string | Uint8Array): string {
  const extension = extname(name);
  const stem = basename(name, extension).replaceAll(/[^\w.-]+/g, '-');
  return `${stem}-${shortHash(content).slice(0, 12)}${extension}`;
}
