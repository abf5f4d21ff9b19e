import { html, type Markup } from './markup.js';

/** Where the page's script says in words what is going on. It lies over the page: nothing moves when it speaks. */
export function renderStatus(): Markup {
  return html`<div id="eccola-status" role="status" aria-live="polite"></div>`;
}
