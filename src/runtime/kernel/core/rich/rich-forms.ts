import { escapeText } from './markup.js';
import { isTable, mapToHtml, tableToHtml } from './table.js';
import { isNumberArray, isTensor, tensorToHtml } from './tensor.js';

/** The forms that a value has beside its text, without having been asked for them. */
export type RichForms = Readonly<Record<string, unknown>>;

/** The first bytes of the image formats that a browser shows. */
const IMAGE_SIGNATURES: readonly (readonly [mime: string, offset: number, signature: string])[] = [
  ['image/png', 0, '\x89PNG\r\n\x1a\n'],
  ['image/jpeg', 0, '\xff\xd8\xff'],
  ['image/gif', 0, 'GIF8'],
  ['image/webp', 8, 'WEBP'],
  ['image/avif', 4, 'ftypavif'],
];

/**
 * What any value is shown as where a person would expect more than its text: a list of objects as a table, a tensor
 * with its shape, the bytes of an image as that image, a link, an element of a DOM library, a Vega-Lite chart.
 * @param inspect the text of a value, for the cells of tables
 */
export function toRichForms(value: unknown, inspect: (value: unknown) => string): RichForms {
  if (typeof value !== 'object' || value === null) return {};
  if (isTable(value)) return { 'text/html': tableToHtml(value, inspect) };
  if (value instanceof Map) return { 'text/html': mapToHtml(value, inspect) };
  if (isTensor(value)) return { 'text/html': tensorToHtml(value) };
  if (isNumberArray(value)) {
    return { 'text/html': tensorToHtml({ dims: [value.length], data: value }) };
  }
  if (value instanceof Uint8Array) return imageForms(value);
  if (value instanceof Error) return errorForms(value);
  if (value instanceof Date) return dateForms(value);
  return urlForms(value) ?? elementForms(value) ?? chartForms(value) ?? {};
}

function imageForms(bytes: Uint8Array): RichForms {
  for (const [mime, offset, signature] of IMAGE_SIGNATURES) {
    const start = String.fromCharCode(...bytes.subarray(offset, offset + signature.length));
    if (start === signature) return { [mime]: toBase64(bytes) };
  }
  return {};
}

export function toBase64(bytes: Uint8Array): string {
  const CHUNK = 0x8000;
  let binary = '';
  for (let start = 0; start < bytes.length; start += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(start, start + CHUNK));
  }
  return btoa(binary);
}

/** A value that is an error is no failure of the cell: its name and message are what one looks for. */
function errorForms(error: Error): RichForms {
  const cause = error.cause instanceof Error ? `<br>because ${summaryOf(error.cause)}` : '';
  return { 'text/html': `<div>${summaryOf(error)}${cause}</div>` };
}

function summaryOf({ name, message }: Error): string {
  return `<strong>${escapeText(String(name))}</strong>: ${escapeText(String(message))}`;
}

function dateForms(date: Date): RichForms {
  if (Number.isNaN(date.getTime())) return {};
  const iso = date.toISOString();
  return { 'text/html': `<time datetime="${iso}">${iso}</time>` };
}

function urlForms(value: object): RichForms | undefined {
  const { href, protocol } = value as { href?: unknown; protocol?: unknown };
  if (value.constructor?.name !== 'URL' || typeof href !== 'string') return undefined;
  if (protocol !== 'http:' && protocol !== 'https:' && protocol !== 'mailto:') return {};
  const text = escapeText(href);
  return { 'text/html': `<a href="${text}" rel="noreferrer">${text}</a>` };
}

/** Elements of linkedom, jsdom and the like, such as Observable Plot makes. */
function elementForms(value: object): RichForms | undefined {
  const { nodeType, outerHTML, localName } = value as {
    nodeType?: unknown;
    outerHTML?: unknown;
    localName?: unknown;
  };
  if (nodeType !== 1 || typeof outerHTML !== 'string') return undefined;
  return localName === 'svg' ? { 'image/svg+xml': outerHTML } : { 'text/html': outerHTML };
}

/** @see https://vega.github.io/schema/ */
function chartForms(value: object): RichForms | undefined {
  const { $schema } = value as { $schema?: unknown };
  const match =
    typeof $schema === 'string' &&
    /^https:\/\/vega\.github\.io\/schema\/vega(-lite)?\/v(\d+)/.exec($schema);
  if (!match) return undefined;
  const [, lite, version] = match;
  return { [`application/vnd.vega${lite ? 'lite' : ''}.v${version}+json`]: value };
}
