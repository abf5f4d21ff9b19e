import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { type IOutput, type NotebookCell, parseNotebook } from '../../src/protocol/nbformat.js';
import { WIDGET_STATE_MIME, type WidgetManagerState } from '../../src/protocol/widget-state.js';
import { renderNotebookPage } from '../../src/render/html/index.js';

const INPUT = path.join(import.meta.dirname, 'input');
const NO_WIDGETS: WidgetManagerState = { version_major: 2, version_minor: 0, state: {} };

const names = readdirSync(INPUT).map((file) => path.basename(file, '.ipynb'));

test.each(names)('%s.ipynb is rendered as before', async (name) => {
  const text = readFileSync(path.join(INPUT, `${name}.ipynb`), 'utf8');
  const { html, scriptHashes } = renderFile(text, `examples/${name}.ipynb`);

  const page = scriptHashes.map((hash) => `<!-- ${hash} -->\n`).join('') + html;
  await expect(page).toMatchFileSnapshot(`output/pages/${name}.html`);
});

test.each(names)('%s.ipynb’s page holds no source of a cell', (name) => {
  const text = readFileSync(path.join(INPUT, `${name}.ipynb`), 'utf8');
  const { html } = renderFile(text, `${name}.ipynb`);
  const code = parseNotebook(text, name).cells.filter(({ kind }) => kind === 'code');
  for (const { source } of code) expect(html).not.toContain(source);
});

/** Renders a file with the outputs and widgets that it holds. */
function renderFile(text: string, file: string) {
  const notebook = parseNotebook(text, file);
  const { cells, metadata } = JSON.parse(text);
  const outputs = new Map<string, readonly IOutput[]>(
    cells.map((cell: NotebookCell & { outputs?: IOutput[] }) => [cell.id, cell.outputs ?? []]),
  );
  return renderNotebookPage({
    notebook,
    outputs,
    widgets: metadata.widgets?.[WIDGET_STATE_MIME] ?? NO_WIDGETS,
    config: {
      baseUrl: '/',
      path: file,
      snapshot: 'snapshot',
      uploadLimit: 10_000_000,
      title: notebook.title ?? file,
      ahead: true,
      debug: false,
      watch: false,
    },
    assets: { script: 'main.js', style: 'page.css', css: 'body > p { margin: 0 }' },
    sha256: (script) => createHash('sha256').update(script).digest('base64'),
  });
}
