import type { PageConfig } from '../../protocol/session.js';
import { WIDGET_STATE_MIME, type WidgetManagerState } from '../../protocol/widget-state.js';

/** What the server wrote into a page for its script. The page is the server's own: only its being there is checked. */
export function parsePage(page: Document): { config: PageConfig; widgets: WidgetManagerState } {
  const config: PageConfig | undefined = readJson(page, 'script#eccola-page');
  if (!config) throw new Error('The page holds no configuration (script#eccola-page).');
  // None when the author's own HTML has swallowed them, and the kernel will tell.
  const widgets = readJson<WidgetManagerState>(page, `script[type="${WIDGET_STATE_MIME}"]`);
  return { config, widgets: widgets ?? { version_major: 2, version_minor: 0, state: {} } };
}

function readJson<T>(page: Document, selector: string): T | undefined {
  const text = page.querySelector(selector)?.textContent;
  return text ? (JSON.parse(text) as T) : undefined;
}
