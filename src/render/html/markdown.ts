import { Marked } from 'marked';
import { type Markup, unsafeHtml } from './markup.js';
import type { RenderContext } from './render-context.js';

const marked = new Marked({ gfm: true });

/** Markdown (GFM) as HTML. The author's own HTML in it stays as it is. */
export function renderMarkdown(source: string, _context: RenderContext): Markup {
  return unsafeHtml(marked.parse(source, { async: false }));
}
