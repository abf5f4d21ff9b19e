import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { toPagesLink } from '../../../src/deploy/pages-link.js';
import { BROWSER_PACKAGES } from '../../../src/protocol/browser-packages.js';

test.each([
  ['org/bears', 'bears.ipynb', 'https://org.github.io/bears/voila/render/bears.ipynb/'],
  ['Org/Bears', undefined, 'https://org.github.io/Bears/'],
  ['org/org.github.io', 'a/b c.ipynb', 'https://org.github.io/voila/render/a/b%20c.ipynb/'],
])('GitHub Pages serves %s, %s at %s', (slug, notebook, link) => {
  expect(toPagesLink({ provider: 'gh', slug }, notebook)).toBe(link);
});

test('there is no such link for a repository that lies elsewhere', () => {
  expect(toPagesLink({ provider: 'gl', slug: 'org/bears' }, undefined)).toBeUndefined();
});

test('the workflow installs the versions that the tests use', async () => {
  for (const [name, version] of Object.entries(BROWSER_PACKAGES)) {
    const manifest = path.join(import.meta.dirname, '../../../node_modules', name, 'package.json');
    expect(JSON.parse(await readFile(manifest, 'utf8')).version, name).toBe(version);
  }
});
