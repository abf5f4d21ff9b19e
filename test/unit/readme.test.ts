import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parseNotebook } from '../../src/protocol/nbformat.js';
import { REPOSITORY } from '../helpers/run-eccola.js';

const read = async (file: string) => await readFile(path.join(REPOSITORY, file), 'utf8');

test('the README shows every code cell of bears.ipynb as it is', async () => {
  const readme = await read('README.md');

  const { cells } = parseNotebook(await read('notebooks/bears.ipynb'), 'bears.ipynb');
  const code = cells.filter(({ kind }) => kind === 'code');

  expect(code.length).toBeGreaterThan(0);
  for (const { source } of code) expect(readme).toContain(source);
});

test.for(['README.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md'])(
  'every link of %s to a file leads to one',
  async (document) => {
    const targets = [...(await read(document)).matchAll(/\]\(([^)#:]+)\)/g)].map(([, to]) => to);

    for (const target of targets) expect(await read(target ?? '')).not.toBe('');
  },
);
