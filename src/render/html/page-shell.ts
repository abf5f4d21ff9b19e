import type { Urls } from '../../protocol/urls.js';
import { html, type Markup, markupText, unsafeHtml } from './markup.js';
import { renderStartScript } from './start-script.js';

/** The page's script and style sheet, by their names below `voila/static/`. */
export interface PageAssets {
  script: string;
  style: string;
  /** What the style sheet says. */
  css: string;
}

interface Shell {
  title: string;
  /** A language tag of BCP 47. */
  lang?: string;
  urls: Urls;
  assets: PageAssets;
  /**
   * `inside` saves the browser a request before it can paint anything: for pages that are made and compressed once, for all
   * visitors. `linked` keeps small what is made for each.
   */
  style: 'inside' | 'linked';
  /** False for pages with nothing to run. */
  script: boolean;
  /** Stands before all that the page loads. */
  first?: Markup | undefined;
  head?: Markup;
  body: Markup;
}

/** The document around every page that a person sees. */
export function renderShell({
  title,
  lang = 'en',
  urls,
  assets,
  style,
  script,
  first,
  head,
  body,
}: Shell): string {
  return markupText(html`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
${first}<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
${script && html`${renderStartScript(urls.static(assets.script))}\n`}${
  style === 'linked'
    ? html`<link rel="stylesheet" href="${urls.static(assets.style)}">`
    : html`<style data-file="${assets.style}">${unsafeHtml(assets.css)}</style>`
}
${head}</head>
<body>
${body}</body>
</html>
`);
}
