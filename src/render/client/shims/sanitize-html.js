/** Stands for sanitize-html in base-manager. PageManager overrides its one use (see sanitize-inline.ts); this only escapes. */
export default function sanitizeHtml(source) {
  const text = document.createElement('span');
  text.textContent = source;
  return text.innerHTML;
}
