import { html, type Markup } from './markup.js';
import type { RenderContext } from './render-context.js';

/**
 * The place of a widget view. It is `inert` until the page's script, which finds it by `data-model-id`, has put the live
 * view there.
 */
export function renderWidgetHost(data: unknown, { paintWidget }: RenderContext): Markup {
  const id = modelId(data);
  return html`<div class="eccola-widget" data-model-id="${id ?? ''}" inert>${
    id !== undefined && paintWidget?.(id)
  }</div>`;
}

function modelId(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null || !('model_id' in data)) return undefined;
  return typeof data.model_id === 'string' ? data.model_id : undefined;
}
