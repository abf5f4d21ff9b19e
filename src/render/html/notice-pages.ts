import type { PageConfig } from '../../protocol/session.js';
import { createUrls } from '../../protocol/urls.js';
import { html, scriptJson } from './markup.js';
import { type PageAssets, renderShell } from './page-shell.js';
import { renderStatus } from './status.js';

export interface PreparingPage {
  title: string;
  /** What is going on, in words. */
  message: string;
  /** The message says what is wrong: nothing goes on until that is mended. */
  isFailed?: boolean;
  config: PageConfig;
  assets: PageAssets;
}

/** The page of a notebook that has no snapshot yet: its script asks for a session until there is one, then loads anew. */
export function renderPreparing({
  title,
  message,
  isFailed,
  config,
  assets,
}: PreparingPage): string {
  return renderShell({
    title,
    urls: createUrls(config.baseUrl),
    assets,
    style: 'linked',
    script: true,
    head: html`<noscript><meta http-equiv="refresh" content="3"></noscript>\n`,
    body: html`<main class="eccola-notice">
<h1>${title}</h1>
<p id="eccola-progress" role="status" aria-live="polite">${message}</p>
${
  isFailed !== true &&
  html`<div id="eccola-busy" class="eccola-busy"></div>
`
}<noscript><p>This page loads itself anew until the notebook is ready.</p></noscript>
</main>
${renderStatus()}
<script id="eccola-page" type="application/json">${scriptJson(config)}</script>
`,
  });
}

export interface NoticePage {
  title: string;
  message: string;
  /** What to do next. */
  hint?: string;
  /** Finds the error in the log. */
  reference?: string;
  /** Shows the way to what there is. */
  leadsHome?: boolean;
  baseUrl: string;
  assets: PageAssets;
}

/** A page that only says something: not found, failed, busy. */
export function renderNotice({
  title,
  message,
  hint,
  reference,
  leadsHome = false,
  baseUrl,
  assets,
}: NoticePage): string {
  return renderShell({
    title,
    urls: createUrls(baseUrl),
    assets,
    style: 'linked',
    script: false,
    body: html`<main class="eccola-notice">
<h1>${title}</h1>
<p>${message}</p>
${hint !== undefined && html`<p>${hint}</p>\n`}${
  reference !== undefined &&
  html`<p class="eccola-reference">Reference: <code>${reference}</code></p>\n`
}${leadsHome && html`<p><a href="${baseUrl}">Go to the start page</a></p>\n`}</main>
`,
  });
}
