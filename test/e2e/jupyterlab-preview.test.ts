import { cp } from 'node:fs/promises';
import path from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import {
  type JupyterServer,
  startJupyterServer,
} from '../../src/deploy/doctor/launch/jupyter-server.js';
import { makePlace } from '../../src/deploy/doctor/launch/place.js';
import { BearsPage } from '../helpers/bears-page.js';
import { installEccolaJupyter } from '../helpers/eccola-jupyter.js';
import { makeFolder } from '../helpers/folder.js';
import { notebook } from '../helpers/notebook.js';
import { openPage } from '../helpers/open-page.js';
import { phonePhoto } from '../helpers/photos.js';
import { REPOSITORY } from '../helpers/run-eccola.js';

/** Builds and installs our package, and loads JupyterLab. */
const MINUTES = 5 * 60_000;

/** A real JupyterLab, below `/user/NAME/` as on JupyterHub, with the package as pip builds it from the source tree. */
async function startJupyterLab(folder: string, bin: string): Promise<JupyterServer> {
  const place = await makePlace(folder, bin);
  const installed = await installEccolaJupyter(path.join(bin, 'python'));
  const env = { ...place.env, ...installed, ECCOLA: path.join(REPOSITORY, 'dist/cli/main.js') };
  const server = await startJupyterServer({ ...place, env });
  onTestFinished(server.close);
  return server;
}

// JupyterLab's own page, not ours: what it logs is no matter here.
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
  const { url, token } = await startJupyterLab(path.join(parent, 'home'), jupyter.bin);

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

test('a photo of more than 10 MiB gets through a Jupyter Server with the package', {
  timeout: MINUTES,
}, async ({ skip }) => {
  const jupyter = inject('jupyter');
  if ('missing' in jupyter) return skip(jupyter.missing);
  const folder = path.join(await makeFolder(), 'home');
  await cp(path.join(REPOSITORY, 'notebooks'), folder, { recursive: true });
  const { url, token } = await startJupyterLab(folder, jupyter.bin);

  const { page } = await openPage(`${url}voila/render/bears.ipynb?token=${token}`);
  const { buffer, ...rest } = await phonePhoto();
  // What stands after the end of a JPEG is ignored: some phones put a film there.
  const large = { ...rest, buffer: Buffer.concat([buffer, Buffer.alloc(10 * 2 ** 20)]) };

  await new BearsPage(page).ask(large, /brown bear/i);
});
