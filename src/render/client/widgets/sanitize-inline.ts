import DOMPurify from 'dompurify';

/** The markup that descriptions may have, which is the list of `@jupyter-widgets/base-manager`. */
const ALLOWED = {
  ALLOWED_TAGS: ['a', 'abbr', 'b', 'code', 'em', 'i', 'img', 'li', 'ol', 'span', 'strong', 'ul'],
  ALLOWED_ATTR: ['class', 'style', 'title', 'href', 'src'],
  ALLOW_ARIA_ATTR: true,
  ALLOW_DATA_ATTR: false,
};

/** HTML of a description, with what may run or load taken out. */
export function sanitizeInline(source: string): string {
  return DOMPurify.sanitize(source, ALLOWED);
}
