import type { PageConfig } from '../../protocol/session.js';
import { WIDGET_STATE_MIME, type WidgetManagerState } from '../../protocol/widget-state.js';

/** What the server wrote into the page for its script. The page is the server's own: only its being there is checked. */
export function readPageConfig(): PageConfig {
  const config: PageConfig | undefined = readJson('script#eccola-page');
  if (!config) throw new Error('The page holds no configuration (script#eccola-page).');
  return config;
}

/** The models of the snapshot; none when the author's own HTML has swallowed them, and the kernel will tell. */
export function readWidgetState(): WidgetManagerState {
  return (
    readJson<WidgetManagerState>(`script[type="${WIDGET_STATE_MIME}"]`) ?? {
      version_major: 2,
      version_minor: 0,
      state: {},
    }
  );
}

function readJson<T>(selector: string): T | undefined {
  const text = document.querySelector(selector)?.textContent;
  return text ? (JSON.parse(text) as T) : undefined;
}
