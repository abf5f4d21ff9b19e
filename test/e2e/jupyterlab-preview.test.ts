import path from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import {
  type JupyterServer,
  startJupyterServer,
} from '../../src/deploy/doctor/launch/jupyter-server.js';
import { makePlace } from '../../src/deploy/doctor/launch/place.js';
import { preparePython } from '../../src/deploy/doctor/launch/python.js';
import { expectProgram } from '../../src/deploy/run-program.js';
import { makeFolder } from '../helpers/folder.js';
import { notebook } from '../helpers/notebook.js';
import { openPage } from '../helpers/open-page.js';
import { REPOSITORY } from '../helpers/run-eccola.js';

/** Installs JupyterLab. */
const MINUTES = 10 * 60_000;
const PACKAGE = path.join(REPOSITORY, 'python/eccola-jupyter');

/** A real JupyterLab with the package as pip builds it from the source tree. */
async function startJupyterLab(folder: string): Promise<JupyterServer> {
  // JupyterLab is installed once; our package anew for every run, from the source tree.
  const requirements = 'jupyterlab>=4.6,<5\njupyter-server-proxy>=4.6,<5\nhatchling>=1.26\n';
  const bin = await preparePython(path.join(REPOSITORY, '.cache'), requirements);
  const install = ['-m', 'pip', 'install', '--quiet', '--no-deps', '--no-build-isolation'];
  await expectProgram(path.join(bin, 'python'), [...install, '--force-reinstall', PACKAGE]);
  const place = await makePlace(folder, bin);
  const env = { ...place.env, ECCOLA: path.join(REPOSITORY, 'dist/cli/main.js') };
  const server = await startJupyterServer({ ...place, env });
  onTestFinished(server.close);
  return server;
}

// JupyterLab's own page, not ours: what it asks of servers elsewhere and what it logs is no matter here.
const LAB_ERRORS = [/./];

test('JupyterLab has a tile for eccola, and a preview beside the notebook that follows a save', {
  timeout: MINUTES,
}, async ({ skip }) => {
  const jupyter = inject('jupyter');
  if ('missing' in jupyter) return skip(jupyter.missing);
  const parent = await makeFolder({
    'home/apps/app.ipynb': notebook(['console.log("first of all")']),
    'home/snake.ipynb': notebook(['1'], { language: 'python' }),
  });
  const { url, token } = await startJupyterLab(path.join(parent, 'home'));

  const { page } = await openPage(`${url}lab?reset&token=${token}`, { allowErrors: LAB_ERRORS });
  await page.locator('.jp-LauncherCard', { hasText: 'eccola' }).waitFor();

  await page.goto(`${url}lab/tree/apps/app.ipynb?reset`);
  await dismissKernelDialog(page);
  await page.locator('.eccola-preview-button').click();
  const preview = page.frameLocator('.jp-MainAreaWidget iframe');
  await preview.getByText('first of all').waitFor();

  await page.locator('.jp-NotebookPanel .cm-content').first().click();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText('console.log("and then")');
  await page.keyboard.press('Control+S');
  await preview.getByText('and then').waitFor();

  await page.goto(`${url}lab/tree/snake.ipynb?reset`);
  await dismissKernelDialog(page);
  await page.locator('.jp-NotebookPanel').waitFor();
  expect(await page.locator('.eccola-preview-button').isHidden()).toBe(true);
});

/** No kernel is installed here: the preview does without one. */
async function dismissKernelDialog(page: Awaited<ReturnType<typeof openPage>>['page']) {
  await page.locator('.jp-Dialog').getByRole('button', { name: 'No Kernel' }).click();
}
