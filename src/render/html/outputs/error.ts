import type { VisitorError } from '../../../protocol/session.js';
import { html, type Markup } from '../markup.js';
import { renderAnsi } from './ansi.js';
import { errorSentence } from './visitor-error.js';

/** An error in the place of the output that it prevented; with `debug`, for the author, its traceback. */
export function renderError(error: VisitorError, { debug }: { debug: boolean }): Markup {
  const reference =
    error.reference !== undefined &&
    html` <span class="eccola-reference">Reference: <code>${error.reference}</code></span>`;
  if (!debug) return html`<p>${errorSentence(error)}${reference}</p>`;
  const traceback = error.traceback.join('\n');
  const headline = `${error.ename}: ${error.evalue}`;
  return html`<p>${headline}${reference}</p>${traceback !== '' && html`<pre>${renderAnsi(traceback)}</pre>`}`;
}
