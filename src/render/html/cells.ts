import type { IOutput, Notebook, NotebookCell } from '../../protocol/nbformat.js';
import { renderMarkdown } from './markdown.js';
import { html, type Markup } from './markup.js';
import { renderOutputs } from './outputs/index.js';
import type { RenderContext } from './render-context.js';

const HIDDEN_CELL = new Set(['remove-cell', 'remove_cell', 'hide-cell', 'hide_cell']);
const HIDDEN_OUTPUT = new Set(['remove-output', 'remove_output', 'hide-output', 'hide_output']);

/**
 * The cells of a notebook as a visitor sees them: Markdown as text, code cells as their outputs, no source.
 * Tags take a cell, or its outputs, off the page: `remove-cell`, `hide-cell`, `remove-output`, `hide-output`.
 */
export function renderCells(
  notebook: Notebook,
  outputs: ReadonlyMap<string, readonly IOutput[]>,
  context: RenderContext,
): Markup[] {
  return notebook.cells
    .filter((cell) => cell.kind !== 'raw' && !cell.tags.some((tag) => HIDDEN_CELL.has(tag)))
    .map((cell) =>
      cell.kind === 'markdown'
        ? renderMarkdownCell(cell, context)
        : renderCodeCell(cell, outputs.get(cell.id) ?? [], context),
    );
}

function renderMarkdownCell(cell: NotebookCell, context: RenderContext): Markup {
  const text = renderMarkdown(cell.source, context, cell.attachments);
  return html`<section class="eccola-cell eccola-markdown">\n${text}</section>\n`;
}

function renderCodeCell(
  cell: NotebookCell,
  outputs: readonly IOutput[],
  context: RenderContext,
): Markup {
  const hidden = cell.tags.some((tag) => HIDDEN_OUTPUT.has(tag));
  return html`<section class="eccola-cell eccola-outputs" data-cell-id="${cell.id}"${
    hidden && html` hidden`
  }>${hidden ? '' : renderOutputs(outputs, context)}</section>\n`;
}
