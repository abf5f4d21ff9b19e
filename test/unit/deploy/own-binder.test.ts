import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { toLaunchLink, toUrlPath } from '../../../src/deploy/launch-link.js';
import { jupyterServerConfig } from '../../../src/deploy/templates/jupyter-server-config.js';

test('this repository’s Binder configuration is the one that eccola init writes, for its own folders', async () => {
  const file = new URL('../../../binder/jupyter_server_config.py', import.meta.url);
  expect(await readFile(file, 'utf8')).toBe(
    jupyterServerConfig({ main: 'dist/cli/main.js', root: 'notebooks' }),
  );
});

test('the README’s Binder link is the one that Binder’s form makes', async () => {
  const readme = await readFile(new URL('../../../README.md', import.meta.url), 'utf8');
  const { url } = toLaunchLink({ provider: 'gh', slug: 'ORG/REPO' }, toUrlPath('bears.ipynb'));
  expect(readme).toContain(url);
});
