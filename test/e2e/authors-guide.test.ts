import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, inject, test } from 'vitest';
import { launchBrowser } from '../helpers/browser.js';
import { makeFolder } from '../helpers/folder.js';
import { startJupyterLab } from '../helpers/jupyter.js';
import { LabPage } from '../helpers/lab-page.js';
import { notebook } from '../helpers/notebook.js';
import { openPage } from '../helpers/open-page.js';
import { photo } from '../helpers/photos.js';
import { REPOSITORY, runEccola } from '../helpers/run-eccola.js';
import { takeScreenshot } from '../helpers/screenshot.js';
import { startServer } from '../helpers/start-server.js';

/** The notebook that the guide's reader has written at its end. */
async function guidesNotebook(): Promise<string> {
  const guide = await readFile(path.join(REPOSITORY, 'docs/authors.md'), 'utf8');
  const cells = [...guide.matchAll(/^```ts\n(.*?)^```/gms)].map(([, cell = '']) => cell.trimEnd());
  return notebook(cells, { markdown: '# Coffee', kernelName: 'tslab' });
}

test('the cells of the authors’ guide make the app that it describes', async () => {
  const text = await guidesNotebook();
  const { url, root } = await startServer({ 'coffee.ipynb': text });
  const { page } = await openPage(`${url}/voila/render/coffee.ipynb`);
  await page.locator('.eccola-widget:not([inert]) .noUi-handle').focus();
  await page.keyboard.press('ArrowRight');
  await page.getByText('40 g of coffee, 625 ml of water').waitFor();
  await page.getByRole('cell', { name: '1000 ml' }).waitFor();
  const dialog = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Photo of your cup' }).click();
  await (await dialog).setFiles(await photo('bear.png'));
  await page.locator('.widget-image[src]').waitFor();
  await takeScreenshot(page, 'authors-guide');

  expect(await runEccola(['check'], { cwd: root })).toMatchObject({ code: 0 });
});

test('a notebook that is saved in JupyterLab shows in the page beside it', {
  timeout: 5 * 60_000,
}, async ({ skip }) => {
  const jupyter = inject('jupyter');
  if ('missing' in jupyter) return skip(jupyter.missing);
  const folder = await makeFolder({ 'coffee.ipynb': await guidesNotebook() });
  const { url } = await startServer(folder, { args: ['--watch'] });
  const lab = await startJupyterLab(folder);
  const { browser } = await launchBrowser();
  const author = new LabPage(await browser.newPage(), lab);
  author.page.setDefaultTimeout(60_000);
  await author.open('coffee.ipynb');
  const { page } = await openPage(`${url}/voila/render/coffee.ipynb`, { browser });
  await page.getByText('32 g of coffee').waitFor();

  await author.edit(1);
  await author.page.keyboard.press('Control+A');
  await author.page.keyboard.insertText('console.log("no table any more")');
  await author.page.keyboard.press('Control+S');

  await page.locator('main').getByText('no table any more').waitFor();

  await author.page.keyboard.press('Control+A');
  await author.page.keyboard.insertText('const cup: string = 1;');
  await author.page.keyboard.press('Control+S');

  await page.getByRole('alertdialog').getByText('> 1 | const cup: string = 1;').waitFor();
});
