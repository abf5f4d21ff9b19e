import { html, type Markup } from '../markup.js';

/** Entries that one level shows; what is beyond them is counted in words. */
const SHOWN = 200;
const OPEN_LEVELS = 1;
/** Levels that are shown; one that is deeper is seldom read, and thousands of them no renderer or browser bears. */
const MAX_LEVELS = 100;

/** A JSON value as a tree whose branches fold, without a script. */
export function renderJsonTree(value: unknown): Markup {
  return html`<div class="eccola-json">${renderValue(value, undefined, 0)}</div>`;
}

function renderValue(value: unknown, key: string | undefined, level: number): Markup {
  const label = key !== undefined && html`<span class="eccola-json-key">${key}</span>: `;
  if (typeof value !== 'object' || value === null) {
    const kind = value === null ? 'null' : typeof value;
    return html`<div>${label}<span class="eccola-json-${kind}">${JSON.stringify(value) ?? 'undefined'}</span></div>`;
  }
  const entries = Object.entries(value);
  const isList = Array.isArray(value);
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  if (entries.length === 0) return html`<div>${label}${open}${close}</div>`;
  const count = isList ? `${entries.length} items` : `${entries.length} keys`;
  if (level === MAX_LEVELS) {
    return html`<div>${label}${open}<span class="eccola-json-count">${count}</span>${close}</div>`;
  }
  const rest = entries.length - SHOWN;
  return html`<details${level < OPEN_LEVELS && html` open`}><summary>${label}${open}<span class="eccola-json-count">${count}</span>${close}</summary>${entries
    .slice(0, SHOWN)
    .map(([name, item]) => renderValue(item, name, level + 1))}${
    rest > 0 && html`<div class="eccola-json-count">and ${rest} more</div>`
  }</details>`;
}
