import { type IOutput, toMultiline } from '../../../protocol/nbformat.js';
import { html, type Markup } from '../markup.js';
import type { RenderContext } from '../render-context.js';

/** A cell's outputs in their order. */
export function renderOutputs(outputs: readonly IOutput[], _context: RenderContext): Markup[] {
  return outputs.map((output) => html`<pre>${toMultiline(output.text)}</pre>`);
}
