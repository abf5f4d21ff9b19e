import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parseNotebook } from '../../src/protocol/nbformat.js';
import { REPOSITORY } from '../helpers/run-eccola.js';

test('the README shows every code cell of bears.ipynb as it is', async () => {
  const readme = await readFile(path.join(REPOSITORY, 'README.md'), 'utf8');
  const text = await readFile(path.join(REPOSITORY, 'notebooks/bears.ipynb'), 'utf8');

  const code = parseNotebook(text, 'bears.ipynb').cells.filter(({ kind }) => kind === 'code');

  expect(code.length).toBeGreaterThan(0);
  for (const { source } of code) expect(readme).toContain(source);
});
