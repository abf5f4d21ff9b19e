import { toMultiline } from '../../protocol/nbformat.js';
import { escapeHtml } from './markup.js';
import type { Attachments, RenderContext } from './render-context.js';

const ABSOLUTE = /^(?:[a-z][a-z0-9+.-]*:|\/|#|\?|$)/i;
const UNSAFE = /^\s*(?:javascript|vbscript|data(?!:image\/)):/i;

/** Where a link or image that an author wrote leads, from the page's own address. */
export function resolveLink(
  href: string,
  { urls, path }: Pick<RenderContext, 'urls' | 'path'>,
  attachments: Attachments = {},
): string {
  if (href.startsWith('attachment:')) return attachmentUrl(href, attachments);
  if (UNSAFE.test(href)) return '#';
  if (ABSOLUTE.test(href)) return href;
  const [file = '', rest = ''] = splitOnce(href, /[?#]/);
  const target = joinPath(path, decode(file));
  return (target.endsWith('.ipynb') ? urls.render(target) : urls.files(target)) + rest;
}

// In two steps, each of which passes over a text once: one for both would look at the rest of the text from each tag on.
const MEDIA_TAG = /<(?:img|source|video|audio|track|embed)\b(?:"[^"]*"|'[^']*'|[^>"']+){0,500}/gi;
const SOURCE = /(\s(?:src|poster)\s*=\s*)(["'])(.*?)\2/gi;

/** Lets the media in an author's own HTML start from the notebook's folder, as they do in JupyterLab. */
export function resolveSources(
  text: string,
  context: Pick<RenderContext, 'urls' | 'path'>,
  attachments?: Attachments,
): string {
  return text.replace(MEDIA_TAG, (tag) =>
    tag.replace(SOURCE, (_, before: string, quote: string, source: string) => {
      const url = resolveLink(source.replaceAll('&amp;', '&'), context, attachments);
      return `${before}${quote}${escapeHtml(url)}${quote}`;
    }),
  );
}

function attachmentUrl(href: string, attachments: Attachments): string {
  const name = decode(href.slice('attachment:'.length));
  const bundle = Object.hasOwn(attachments, name) ? attachments[name] : undefined;
  const [mime, data] = Object.entries(bundle ?? {})[0] ?? [];
  if (mime === undefined || !mime.startsWith('image/')) return '#';
  const text = toMultiline(data);
  return mime === 'image/svg+xml' && text.trimStart().startsWith('<')
    ? `data:${mime},${encodeURIComponent(text)}`
    : `data:${mime};base64,${text.replaceAll(/\s/g, '')}`;
}

/** A path relative to a notebook's folder as one below the root; it cannot lead above the root. */
function joinPath(notebook: string, relative: string): string {
  const steps = notebook.split('/').slice(0, -1);
  for (const step of relative.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  return steps.join('/');
}

function splitOnce(text: string, at: RegExp): [string, string] {
  const index = text.search(at);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index)];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
