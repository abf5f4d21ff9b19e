import { Marked, type Tokens } from 'marked';
import { resolveLink, resolveSources } from './links.js';
import { escapeHtml, html, type Markup, markupText, unsafeHtml } from './markup.js';
import { mathExtensions } from './math.js';
import type { Attachments, RenderContext } from './render-context.js';

/**
 * Markdown (GFM with `$…$` and `$$…$$`) as HTML. The author's own HTML in it stays as it is; links and images start from
 * the notebook's folder, headings can be linked to.
 */
export function renderMarkdown(
  source: string,
  context: RenderContext,
  attachments: Attachments = {},
): Markup {
  const marked = new Marked({
    gfm: true,
    extensions: mathExtensions(context.renderTex),
    renderer: {
      heading({ tokens, depth }: Tokens.Heading) {
        const words = this.parser.parseInline(tokens, this.parser.textRenderer);
        const id = uniqueId(words, context.ids);
        const anchor = html`<a class="eccola-anchor" href="#${id}" aria-label="Link to this heading"></a>`;
        return `<h${depth} id="${escapeHtml(id)}">${this.parser.parseInline(tokens)}${markupText(anchor)}</h${depth}>\n`;
      },
      html({ text }: Tokens.HTML | Tokens.Tag) {
        return resolveSources(text, context, attachments);
      },
      table(token: Tokens.Table) {
        const row = (cells: Tokens.TableCell[]) =>
          `<tr>${cells
            .map(({ tokens, align, header }) => {
              const tag = header ? 'th' : 'td';
              return `<${tag}${align ? ` style="text-align:${align}"` : ''}>${this.parser.parseInline(tokens)}</${tag}>`;
            })
            .join('')}</tr>`;
        return `<div class="eccola-table"><table><thead>${row(token.header)}</thead><tbody>${token.rows.map(row).join('')}</tbody></table></div>\n`;
      },
    },
    walkTokens: (token) => {
      if (token.type === 'link' || token.type === 'image')
        token.href = resolveLink(token.href, context, attachments);
    },
  });
  return unsafeHtml(marked.parse(source, { async: false }));
}

// The page's script looks for its own elements by such ids: the status line, the page's settings.
const OWN_ID = /^eccola-[a-z]+$/;

/** Headings are linked to as in JupyterLab: their text with dashes for spaces. */
function uniqueId(text: string, ids: Set<string>): string {
  const wanted = text.trim().replaceAll(/\s+/g, '-');
  let id = wanted;
  for (let count = 1; ids.has(id) || OWN_ID.test(id); count++) id = `${wanted}-${count}`;
  ids.add(id);
  return id;
}
