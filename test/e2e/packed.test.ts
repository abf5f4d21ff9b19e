import { cp } from 'node:fs/promises';
import path from 'node:path';
import { expect, inject, test } from 'vitest';
import { expectProgram } from '../../src/deploy/run-program.js';
import { BearsPage } from '../helpers/bears-page.js';
import { makeFolder } from '../helpers/folder.js';
import { openPage } from '../helpers/open-page.js';
import { photo } from '../helpers/photos.js';
import { REPOSITORY, startEccola } from '../helpers/run-eccola.js';

// The registry's answer may be slow, and the packages are 300 MB unpacked.
const INSTALL_TIMEOUT = 300_000;

test('does the same job as a package installed in an empty folder, without install scripts', {
  timeout: INSTALL_TIMEOUT,
}, async ({ skip }) => {
  const registry = inject('npm');
  if ('missing' in registry) return skip(registry.missing);
  const folder = await makeFolder({ 'package.json': '{ "private": true }' });
  // dist/ is built: running `prepack` here would build it once more, under the tests that use it.
  const packed = ['pack', '--ignore-scripts', '--json', `--pack-destination=${folder}`];
  const [tarball] = JSON.parse(await expectProgram('npm', packed, { cwd: REPOSITORY }));
  expect(tarball.files.map((file: { path: string }) => file.path)).not.toContainEqual(
    expect.stringMatching(/^(src|test|notebooks)\//),
  );
  expect(tarball.size).toBeLessThan(2e6);
  const install = ['install', '--ignore-scripts', '--prefer-offline', `./${tarball.filename}`];
  await expectProgram('npm', install, { cwd: folder });
  await cp(path.join(REPOSITORY, 'notebooks/models'), path.join(folder, 'models'), {
    recursive: true,
  });
  await cp(path.join(REPOSITORY, 'notebooks/bears.ipynb'), path.join(folder, 'bears.ipynb'));

  const { url } = await startEccola(['bears.ipynb', '--port=0'], {
    cwd: folder,
    command: ['npx', '--no-install', 'eccola'],
    // npx does not pass SIGTERM on.
    group: true,
  });
  const { page } = await openPage(`${url}/voila/render/bears.ipynb`);

  await new BearsPage(page).ask(await photo('european-bear.png'), /brown bear/i);
});
