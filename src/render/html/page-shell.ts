import type { Urls } from '../../protocol/urls.js';
import { html, type Markup, markupText } from './markup.js';

/** The files of the page's script and style, by their names below `voila/static/`; build-client writes it as `manifest.json`. */
export interface PageAssets {
  script: string;
  styles: readonly string[];
  /** Modules that the script will import: named in the head, so that they come in one round trip. */
  preload?: readonly string[];
}

interface Shell {
  title: string;
  /** A language tag of BCP 47. */
  lang?: string;
  urls: Urls;
  assets: PageAssets;
  /** False for pages with nothing to run: their assets are styles only. */
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
${assets.styles.map((file) => html`<link rel="stylesheet" href="${urls.static(file)}">\n`)}${
  script &&
  html`<script type="module" src="${urls.static(assets.script)}"></script>
${(assets.preload ?? []).map((file) => html`<link rel="modulepreload" href="${urls.static(file)}">\n`)}`
}${head}</head>
<body>
${body}</body>
</html>
`);
}
