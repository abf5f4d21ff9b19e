import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import { makeCleanCheckout } from '../../src/deploy/doctor/launch/clean-checkout.js';
import { startJupyterServer } from '../../src/deploy/doctor/launch/jupyter-server.js';
import { makePlace } from '../../src/deploy/doctor/launch/place.js';
import { visitApp } from '../../src/deploy/doctor/launch/visit.js';
import { openRepository } from '../../src/deploy/repository.js';
import { expectProgram } from '../../src/deploy/run-program.js';
import { REPOSITORY } from '../helpers/run-eccola.js';

/** Installs and builds everything, as Binder does once for an image. */
const MINUTES = 10 * 60_000;

test('a clean clone of this repository, after binder/postBuild, serves its notebooks and has its kernels', {
  timeout: MINUTES,
}, async ({ skip }) => {
  const [npm, jupyter] = [inject('npm'), inject('jupyter')];
  if ('missing' in npm) return skip(npm.missing);
  if ('missing' in jupyter) return skip(jupyter.missing);
  const { folder, close } = await makeCleanCheckout(await openRepository(REPOSITORY));
  onTestFinished(close);
  const place = await makePlace(folder, jupyter.bin);

  await expectProgram('bash', ['binder/postBuild'], { cwd: folder, env: place.env });

  const kernels = path.join(String(place.env.JUPYTER_PATH), 'kernels');
  const { argv } = JSON.parse(await readFile(path.join(kernels, 'tslab/kernel.json'), 'utf8'));
  expect(argv[1]).toBe(path.join(folder, 'dist/runtime/kernel/jupyter-main.js'));
  const server = await startJupyterServer(place);
  onTestFinished(server.close);
  for (const notebook of ['bears.ipynb', 'sliders.ipynb']) {
    expect(await visitApp(`${server.url}voila/`, notebook, server.token)).toMatchObject({
      ok: true,
    });
  }
  expect(await visitApp(`${server.url}voila/`, 'none.ipynb', server.token)).toEqual({
    ok: false,
    reason: expect.stringContaining('the page answered 404'),
  });
});
