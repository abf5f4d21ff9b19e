import { createUrls } from '../../protocol/urls.js';
import { html } from './markup.js';
import { type PageAssets, renderShell } from './page-shell.js';
import { renderStaticHead, type Sha256 } from './static-head.js';

export interface GalleryEntry {
  name: string;
  /** The notebook's own title, where it has one. */
  title?: string;
  href: string;
  kind: 'notebook' | 'folder';
}

export interface GalleryPage {
  /** The folder's path below the root, empty for the root. */
  path: string;
  entries: readonly GalleryEntry[];
  baseUrl: string;
  assets: PageAssets;
  /** For a site without a server. */
  sha256?: Sha256;
}

/** The notebooks and folders of one folder, as links. */
export function renderGallery({ path, entries, baseUrl, assets, sha256 }: GalleryPage): string {
  const urls = createUrls(baseUrl);
  const steps = path.split('/').filter((step) => step !== '');
  const title = steps.at(-1) ?? 'Notebooks';
  const crumbs = ['', ...steps].slice(0, -1).map((_, depth) => ({
    name: depth === 0 ? 'Notebooks' : steps[depth - 1],
    href: urls.tree(steps.slice(0, depth).join('/')),
  }));
  return renderShell({
    title,
    urls,
    assets,
    style: 'linked',
    script: false,
    first: sha256 && renderStaticHead([], sha256),
    body: html`<main class="eccola-gallery">
${
  steps.length > 0 &&
  html`<nav aria-label="Folders"><ol>${crumbs.map(
    ({ name, href }) => html`<li><a href="${href}">${name}</a></li>`,
  )}</ol></nav>\n`
}<h1>${title}</h1>
${
  entries.length === 0
    ? html`<p>There is no notebook in this folder.</p>`
    : html`<ul>${entries.map(
        ({ name, title: words, href, kind }) => html`
<li class="eccola-${kind}"><a href="${href}">${words ?? name}${
          words !== undefined && words !== name && html`<span>${name}</span>`
        }</a></li>`,
      )}
</ul>`
}
</main>
`,
  });
}
