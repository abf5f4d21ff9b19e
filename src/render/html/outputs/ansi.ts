import { AnsiUp } from 'ansi_up';
import { type Markup, unsafeHtml } from '../markup.js';

/**
 * Terminal output as HTML: colours as classes, `\r` and backspace applied as a terminal would, everything else escaped.
 * Links (OSC 8) to http and https only.
 */
export function renderAnsi(text: string): Markup {
  const ansi = new AnsiUp();
  ansi.use_classes = true;
  ansi.url_allowlist = { http: 1, https: 1 };
  return unsafeHtml(ansi.ansi_to_html(applyCarriageReturns(text)));
}

/** What is left of each line once carriage returns and backspaces have written over it: how progress bars move. */
function applyCarriageReturns(text: string): string {
  if (!/[\r\b]/.test(text)) return text;
  return text
    .replaceAll(/\r+\n/g, '\n')
    .split('\n')
    .map((line) => overwrite(eraseBackspaced(line)))
    .join('\n');
}

function eraseBackspaced(line: string): string {
  const kept: string[] = [];
  for (const char of line) {
    if (char === '\b') kept.pop();
    else kept.push(char);
  }
  return kept.join('');
}

function overwrite(line: string): string {
  return line
    .split('\r')
    .reduce((shown, next) => (next === '' ? shown : next + shown.slice(next.length)));
}
