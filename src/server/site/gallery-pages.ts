import { createHash } from 'node:crypto';
import { createUrls } from '../../protocol/urls.js';
import { type PageAssets, renderForwarding, renderGallery } from '../../render/html/index.js';
import type { FolderEntry } from '../notebook-folder.js';

export interface GalleryPagesOptions {
  assets: PageAssets;
  /** The notebooks that the site holds, by their paths. */
  notebooks: readonly string[];
  /** What a folder holds that leads to a notebook. */
  list: (folder: string) => Promise<FolderEntry[]>;
}

/** The pages that lead to the notebooks of a site, by their paths in it. */
export async function createGalleryPages({
  assets,
  notebooks,
  list,
}: GalleryPagesOptions): Promise<Map<string, string>> {
  const pages = new Map<string, string>();
  const [only] = notebooks;
  if (only !== undefined && notebooks.length === 1) {
    const href = `${createUrls('./').render(only)}/`;
    pages.set('index.html', renderForwarding({ title: only, href }));
    return pages;
  }
  const gallery = async (folder: string, baseUrl: string) => {
    const urls = createUrls(baseUrl);
    const entries = (await list(folder)).filter(({ kind, path }) =>
      kind === 'folder'
        ? notebooks.some((notebook) => notebook.startsWith(`${path}/`))
        : notebooks.includes(path),
    );
    const links = entries.map(({ path, ...entry }) => ({
      ...entry,
      href: `${entry.kind === 'folder' ? urls.tree(path) : urls.render(path)}/`,
    }));
    return renderGallery({ path: folder, entries: links, baseUrl, assets, sha256 });
  };
  pages.set('index.html', await gallery('', './'));
  for (const folder of foldersOf(notebooks)) {
    const file = ['voila/tree', folder, 'index.html'].filter(Boolean).join('/');
    pages.set(file, await gallery(folder, relativeBase(file)));
  }
  return pages;
}

/** The way from a page up to the site's own folder. @param file the page's path in the site */
export function relativeBase(file: string): string {
  return '../'.repeat(file.split('/').length - 1);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

/** All folders on the way to a notebook, the root as the empty path. */
function foldersOf(notebooks: readonly string[]): ReadonlySet<string> {
  return new Set(
    notebooks.flatMap((path) => {
      const steps = path.split('/').slice(0, -1);
      return ['', ...steps.map((_, index) => steps.slice(0, index + 1).join('/'))];
    }),
  );
}
