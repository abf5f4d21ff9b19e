import type { IOutput, Notebook } from '../../protocol/nbformat.js';
import type { PageConfig } from '../../protocol/session.js';
import { createUrls } from '../../protocol/urls.js';
import { WIDGET_STATE_MIME, type WidgetManagerState } from '../../protocol/widget-state.js';
import { renderCells } from './cells.js';
import { html, markupText, scriptJson } from './markup.js';
import { type PageAssets, renderShell } from './page-shell.js';
import { createWidgetPainter } from './painting/index.js';
import { referredFiles } from './referred-files.js';
import { inlineScripts } from './scripts.js';
import { START_SCRIPT } from './start-script.js';
import { renderStaticHead, type Sha256 } from './static-head.js';
import { renderStatus } from './status.js';
import { renderTex } from './tex.js';

export interface NotebookPage {
  notebook: Notebook;
  /** By cell id; a cell without an entry has no output. */
  outputs: ReadonlyMap<string, readonly IOutput[]>;
  widgets: WidgetManagerState;
  config: PageConfig;
  assets: PageAssets;
  sha256: Sha256;
}

export interface RenderedPage {
  html: string;
  /** `sha256-…` of every script that stands in it, for `script-src` of the content security policy. */
  scriptHashes: readonly string[];
  /** The files beside the notebook that it leads to, by their paths below the root. */
  files: ReadonlySet<string>;
}

/** A notebook's snapshot as a page: Markdown, outputs, widgets painted, and what its script needs to bring it to life. */
export function renderNotebookPage({
  notebook,
  outputs,
  widgets,
  config,
  assets,
  sha256,
}: NotebookPage): RenderedPage {
  const urls = createUrls(config.baseUrl);
  const cells = renderCells(notebook, outputs, {
    urls,
    path: config.path,
    debug: config.debug,
    paintWidget: createWidgetPainter(widgets, renderTex),
    renderTex,
    ids: new Set(),
  });
  const scripts = new Set([START_SCRIPT, ...inlineScripts(markupText(html`${cells}`))]);
  const scriptHashes = [...scripts].map((script) => `sha256-${sha256(script)}`);
  const lang = notebook.metadata.lang;
  const text = renderShell({
    title: config.title,
    ...(typeof lang === 'string' && { lang }),
    urls,
    assets,
    style: 'inside',
    script: true,
    first: config.browserKernel && renderStaticHead(scriptHashes, sha256),
    body: html`<script id="eccola-page" type="application/json">${scriptJson(config)}</script>
<main class="eccola-notebook">
<noscript><p class="eccola-noscript">${config.ahead ? 'This page shows what its notebook last showed. Its controls need JavaScript.' : 'This page is made for each visitor, which needs JavaScript.'}</p></noscript>
${cells}</main>
${renderStatus()}
<script type="${WIDGET_STATE_MIME}">${scriptJson(widgets)}</script>
`,
  });
  return {
    html: text,
    scriptHashes,
    files: referredFiles(text),
  };
}
