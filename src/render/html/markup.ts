const MARKUP = Symbol('markup');

/** Text that is HTML already. Only {@link html} and {@link unsafeHtml} make it. */
export interface Markup {
  readonly [MARKUP]: string;
}

export type MarkupValue =
  | Markup
  | string
  | number
  | false
  | null
  | undefined
  | readonly MarkupValue[];

/**
 * Builds HTML from a template: every interpolated string is escaped, for text and for quoted attributes alike.
 * Nothing is shown for `false`, `null` and `undefined`; arrays are joined.
 */
export function html(parts: TemplateStringsArray, ...values: readonly MarkupValue[]): Markup {
  let text = parts[0] ?? '';
  values.forEach((value, index) => {
    text += toText(value) + (parts[index + 1] ?? '');
  });
  return unsafeHtml(text);
}

/** Lets text into the page as it is: for HTML that its author wrote, or that a renderer has made safe. */
export function unsafeHtml(text: string): Markup {
  return { [MARKUP]: text };
}

export function markupText(markup: Markup): string {
  return markup[MARKUP];
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
}

/** JSON that a `<script>` of a data type can hold: no `<` that could end it. */
export function scriptJson(value: unknown): Markup {
  return unsafeHtml(JSON.stringify(value).replaceAll('<', '\\u003c'));
}

function toText(value: MarkupValue): string {
  if (value === false || value === null || value === undefined) return '';
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  if (isMarkup(value)) return value[MARKUP];
  return value.map(toText).join('');
}

function isMarkup(value: object): value is Markup {
  return MARKUP in value;
}
