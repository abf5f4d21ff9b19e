import type { IMimeBundle } from '../../protocol/nbformat.js';
import type { Urls } from '../../protocol/urls.js';
import type { WidgetManagerState } from '../../protocol/widget-state.js';

/** What renderers need beside the value that they render. */
export interface RenderContext {
  urls: Urls;
  /** The notebook's path below the root: relative links and images start from its folder. */
  path: string;
  widgets: WidgetManagerState;
  /** Show tracebacks. */
  debug: boolean;
  /** What `attachment:NAME` in Markdown refers to. */
  attachments?: Readonly<Record<string, IMimeBundle>>;
}
