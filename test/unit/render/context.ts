import { createUrls } from '../../../src/protocol/urls.js';
import type { RenderContext } from '../../../src/render/html/render-context.js';
import { renderTex } from '../../../src/render/html/tex.js';

/** A context as the server makes it for `course/week 1/bears.ipynb`. */
export function renderContext(changes: Partial<RenderContext> = {}): RenderContext {
  return {
    urls: createUrls('/'),
    path: 'course/week 1/bears.ipynb',
    debug: false,
    paintWidget: undefined,
    renderTex,
    ids: new Set(),
    ...changes,
  };
}
