import { toMultiline } from '../../../protocol/nbformat.js';
import { WIDGET_VIEW_MIME } from '../../../protocol/widget-state.js';
import { resolveSources } from '../links.js';
import { renderMarkdown } from '../markdown.js';
import { html, type Markup, unsafeHtml } from '../markup.js';
import { renderFormula } from '../math.js';
import type { RenderContext } from '../render-context.js';
import { renderWidgetHost } from '../widget-host.js';
import { renderAnsi } from './ansi.js';
import { renderJsonTree } from './json-tree.js';

type Bundle = Readonly<Record<string, unknown>>;
type MimeRenderer = (
  data: unknown,
  context: RenderContext,
  metadata: Bundle,
  mime: string,
) => Markup;

const IMAGES = ['png', 'jpeg', 'gif', 'webp', 'avif', 'bmp'].map((kind) => `image/${kind}`);

/** The richest first, as in JupyterLab; no script runs for a mime type that is one. */
const RENDERERS: ReadonlyMap<string, MimeRenderer> = new Map<string, MimeRenderer>([
  [WIDGET_VIEW_MIME, (data, context) => renderWidgetHost(data, context)],
  ['text/html', (data, context) => unsafeHtml(resolveSources(toMultiline(data), context))],
  ['text/markdown', (data, context) => renderMarkdown(toMultiline(data), context)],
  ['image/svg+xml', (data) => unsafeHtml(toMultiline(data))],
  ['text/latex', renderLatex],
  ...IMAGES.map((mime): [string, MimeRenderer] => [mime, renderImage]),
  ['application/json', (data) => renderJsonTree(data)],
  ['text/plain', (data) => html`<pre>${renderAnsi(toMultiline(data))}</pre>`],
]);

/** The mime type of a bundle that a page shows; undefined when there is none that it can. */
export function preferredMime(data: Bundle): string | undefined {
  for (const mime of RENDERERS.keys()) if (Object.hasOwn(data, mime)) return mime;
  return Object.keys(data).find((mime) => mime.endsWith('+json') || mime.startsWith('text/'));
}

/** A mime bundle as its richest representation. */
export function renderBundle(data: Bundle, metadata: Bundle, context: RenderContext): Markup {
  const mime = preferredMime(data);
  if (mime === undefined) return html``;
  const renderer =
    RENDERERS.get(mime) ??
    (mime.endsWith('+json')
      ? (value: unknown) => renderJsonTree(value)
      : (value: unknown) => html`<pre>${toMultiline(value)}</pre>`);
  const own = metadata[mime];
  return renderer(data[mime], context, { ...metadata, ...(isObject(own) ? own : {}) }, mime);
}

function renderLatex(data: unknown, { renderTex }: RenderContext): Markup {
  const source = toMultiline(data).trim();
  const tex = /^(\$\$?)([\s\S]*)\1$/.exec(source)?.[2] ?? source;
  return unsafeHtml(renderFormula(tex, { display: !/^\$[^$]/.test(source) }, renderTex));
}

/** Sizes in the metadata are pixels; a `needs_background` picture is drawn on white or black as it asks. */
function renderImage(data: unknown, _: RenderContext, metadata: Bundle, mime: string): Markup {
  const { width, height, alt, needs_background: background } = metadata;
  return html`<img src="data:${mime};base64,${toMultiline(data).replaceAll(/\s/g, '')}" alt="${
    typeof alt === 'string' ? alt : ''
  }"${typeof width === 'number' && html` width="${width}"`}${
    typeof height === 'number' && html` height="${height}"`
  }${(background === 'light' || background === 'dark') && html` class="eccola-on-${background}"`}>`;
}

function isObject(value: unknown): value is Bundle {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
