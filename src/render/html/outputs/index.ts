import { type IOutput, toMultiline } from '../../../protocol/nbformat.js';
import { html, type Markup } from '../markup.js';
import type { RenderContext } from '../render-context.js';
import { renderAnsi } from './ansi.js';
import { renderError } from './error.js';
import { preferredMime, renderBundle } from './mime.js';
import { toVisitorError } from './visitor-error.js';

/** A cell's outputs in their order; what one stream wrote in several pieces is one output. */
export function renderOutputs(outputs: readonly IOutput[], context: RenderContext): Markup[] {
  return mergeStreams(outputs).map((output) => renderOutput(output, context));
}

/**
 * One output. `data-display-id` is where `update_display_data` finds it. Nothing is shown for stderr without `debug`:
 * what is written there is for the author.
 */
export function renderOutput(output: IOutput, context: RenderContext): Markup {
  switch (output.output_type) {
    case 'stream': {
      const name = output.name === 'stderr' ? 'stderr' : 'stdout';
      if (name === 'stderr' && !context.debug) return html``;
      return html`<pre class="eccola-output eccola-stream eccola-${name}">${renderAnsi(toMultiline(output.text))}</pre>\n`;
    }
    case 'error':
      return html`<div class="eccola-output eccola-error">${renderError(toVisitorError(output), context)}</div>\n`;
    case 'display_data':
    case 'execute_result':
    case 'update_display_data': {
      const data = asObject(output.data);
      const displayId = asObject(output.transient).display_id;
      return html`<div class="eccola-output" data-mime="${preferredMime(data) ?? ''}"${
        typeof displayId === 'string' && html` data-display-id="${displayId}"`
      }>${renderBundle(data, asObject(output.metadata), context)}</div>\n`;
    }
    default:
      return html``;
  }
}

function mergeStreams(outputs: readonly IOutput[]): IOutput[] {
  const merged: IOutput[] = [];
  for (const output of outputs) {
    const last = merged.at(-1);
    if (
      output.output_type === 'stream' &&
      last?.output_type === 'stream' &&
      last.name === output.name
    )
      merged[merged.length - 1] = {
        ...last,
        text: toMultiline(last.text) + toMultiline(output.text),
      };
    else merged.push(output);
  }
  return merged;
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
