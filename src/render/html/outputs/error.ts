import type { VisitorError } from '../../../protocol/session.js';
import { html, type Markup } from '../markup.js';
import { renderAnsi } from './ansi.js';

/** What a visitor reads of an error: an AppError's own words, of any other only that there was one. */
export function errorSentence({ ename, evalue }: Pick<VisitorError, 'ename' | 'evalue'>): string {
  return ename === 'AppError' && evalue !== ''
    ? evalue
    : 'Something went wrong in this part of the notebook.';
}

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

/** Reads an error that came from elsewhere: what is missing is empty. */
export function toVisitorError(value: Readonly<Record<string, unknown>>): VisitorError {
  const { ename, evalue, traceback, reference } = value;
  return {
    ename: typeof ename === 'string' ? ename : 'Error',
    evalue: typeof evalue === 'string' ? evalue : '',
    traceback: Array.isArray(traceback) ? traceback.filter((line) => typeof line === 'string') : [],
    ...(typeof reference === 'string' && { reference }),
  };
}
