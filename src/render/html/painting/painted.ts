import { html, type Markup, unsafeHtml } from '../markup.js';

/** An element of a painted widget, still open to what its layout and style models set on it. */
export interface Painted {
  tag: string;
  classes: string[];
  style: Record<string, string>;
  attributes: Record<string, string | number | boolean | undefined>;
  content: (Painted | Markup | string)[];
}

interface PaintOptions {
  classes?: readonly string[];
  style?: Readonly<Record<string, string>>;
  attributes?: Painted['attributes'];
}

export function paint(
  tag: string,
  { classes = [], style = {}, attributes = {} }: PaintOptions = {},
  content: Painted['content'] = [],
): Painted {
  return { tag, classes: [...classes], style: { ...style }, attributes, content };
}

const VOID = new Set(['img', 'input', 'br']);

export function paintedMarkup({ tag, classes, style, attributes, content }: Painted): Markup {
  const declarations = Object.entries(style)
    .map(([property, value]) => `${property}:${value.replaceAll(/[;{}]/g, '')}`)
    .join(';');
  const open = unsafeHtml(`<${tag}`);
  return html`${open}${classes.length > 0 && html` class="${classes.join(' ')}"`}${
    declarations !== '' && html` style="${declarations}"`
  }${Object.entries(attributes).map(([name, value]) => renderAttribute(name, value))}>${
    VOID.has(tag)
      ? ''
      : html`${content.map((item) => (isPainted(item) ? paintedMarkup(item) : item))}${unsafeHtml(`</${tag}>`)}`
  }`;
}

function renderAttribute(name: string, value: Painted['attributes'][string]): Markup {
  if (value === undefined || value === false) return html``;
  return value === true ? unsafeHtml(` ${name}`) : html`${unsafeHtml(` ${name}`)}="${value}"`;
}

function isPainted(item: Painted['content'][number]): item is Painted {
  return typeof item === 'object' && 'tag' in item;
}

/** Calls `visit` for an element and all below it. */
export function walk(root: Painted, visit: (element: Painted) => void): void {
  visit(root);
  for (const item of root.content) if (isPainted(item)) walk(item, visit);
}
