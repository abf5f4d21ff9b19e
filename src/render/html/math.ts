import type { TokenizerAndRendererExtension, Tokens } from 'marked';
import { escapeHtml } from './markup.js';
import type { RenderTex } from './render-context.js';

// As in Pandoc: nothing blank inside the dollars, and no digit after the last, so that "$5 and $6" is money.
const INLINE = /^\$(?!\s|\$)((?:\\.|[^\\$\n]|\n(?!\n))+?)(?<!\s)\$(?!\d)/;
const PARENTHESES = /^\\\\?\(([\s\S]+?)\\\\?\)/;
// No formula goes over a blank line, as in Jupyter: what follows two stray dollars is text.
const DOLLARS = String.raw`\$\$((?:(?!\$\$|\n[ \t]*\n)[\s\S])+)\$\$`;
const ENVIRONMENT = String.raw`(\\begin\{(?<name>[a-z]+\*?)\}(?:(?!\n[ \t]*\n)[\s\S])+?\\end\{\k<name>\})`;
const DISPLAY = new RegExp(String.raw`^(?:${DOLLARS}|\\\\?\[([\s\S]+?)\\\\?\]|${ENVIRONMENT})`);
const BLOCK = new RegExp(String.raw`^ {0,3}(?:${DOLLARS}|${ENVIRONMENT})[ \t]*(?:\n+|$)`);
// Where a paragraph may end for the sake of a formula: never within a line.
const BLOCK_START = /\n(?= {0,3}(?:\$\$|\\begin\{))/;

/** Marks a formula that has lines of its own. */
export const DISPLAY_CLASS = 'eccola-math-display';

/** TeX in Markdown, written as in Jupyter: `$…$`, `$$…$$`, `\(…\)`, `\[…\]` and `\begin{…}`. */
export function mathExtensions(renderTex: RenderTex | undefined): TokenizerAndRendererExtension[] {
  const renderer = (token: Tokens.Generic) =>
    renderFormula(String(token.tex), { display: token.display === true }, renderTex);
  return [
    {
      name: 'mathBlock',
      level: 'block',
      start: (source) => {
        const lineEnd = BLOCK_START.exec(source)?.index;
        return lineEnd === undefined ? undefined : lineEnd + 1;
      },
      tokenizer: (source) => {
        const match = BLOCK.exec(source);
        return match
          ? { type: 'mathBlock', raw: match[0], tex: match[1] ?? match[2], display: true }
          : undefined;
      },
      renderer,
    },
    {
      name: 'mathInline',
      level: 'inline',
      start: (source) => /\$|\\\\?[([]|\\begin\{/.exec(source)?.index,
      tokenizer: (source) => {
        const display = DISPLAY.exec(source);
        if (display) {
          const tex = display[1] ?? display[2] ?? display[3];
          return { type: 'mathInline', raw: display[0], tex, display: true };
        }
        const inline = INLINE.exec(source) ?? PARENTHESES.exec(source);
        return inline
          ? { type: 'mathInline', raw: inline[0], tex: inline[1], display: false }
          : undefined;
      },
      renderer,
    },
  ];
}

/** A formula drawn, or as it was written with what draws it later; one of its own lines may stand in a paragraph too. */
export function renderFormula(
  tex: string,
  { display }: { display: boolean },
  renderTex: RenderTex | undefined,
): string {
  const classes = display ? `eccola-math ${DISPLAY_CLASS}` : 'eccola-math';
  const body = renderTex ? renderTex(tex, { display }) : escapeHtml(tex);
  return `<span class="${classes}"${renderTex ? '' : ' data-tex'}>${body}</span>`;
}

/** Text in which formulas stand between dollars, such as a label's, with the formulas drawn and all else escaped. */
export function renderTextWithMath(text: string, renderTex: RenderTex | undefined): string {
  const formula = /\$\$([\s\S]+?)\$\$|\$(?!\s)((?:\\.|[^\\$])+?)(?<!\s)\$(?!\d)/g;
  let result = '';
  let last = 0;
  for (const match of text.matchAll(formula)) {
    result += escapeHtml(text.slice(last, match.index));
    const display = match[1] !== undefined;
    result += renderFormula(match[1] ?? match[2] ?? '', { display }, renderTex);
    last = match.index + match[0].length;
  }
  return result + escapeHtml(text.slice(last));
}

/** HTML with the formulas in its text drawn; what stands in tags, scripts and code is left alone. */
export function renderHtmlWithMath(source: string, renderTex: RenderTex | undefined): string {
  let verbatim = '';
  return source
    .split(/(<[^>]*>)/)
    .map((part) => {
      const tag = /^<(\/?)(script|style|code|pre|textarea)\b/i.exec(part);
      if (tag) verbatim = tag[1] === '/' ? '' : (tag[2] ?? '');
      if (part.startsWith('<') || verbatim !== '' || !part.includes('$')) return part;
      return renderTextWithMath(unescapeHtml(part), renderTex);
    })
    .join('');
}

function unescapeHtml(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&nbsp;', '\u00a0')
    .replaceAll('&amp;', '&');
}
