import path from 'node:path';
import { expect, inject, test } from 'vitest';
import { BearsPage } from '../helpers/bears-page.js';
import { startJupyterServer } from '../helpers/jupyter-server.js';
import { openPage } from '../helpers/open-page.js';
import { photo } from '../helpers/photos.js';
import { takeScreenshot } from '../helpers/screenshot.js';

test('a photo gets its label behind a Jupyter Server with binder/’s configuration', async ({
  skip,
}) => {
  const jupyter = inject('jupyter');
  if ('missing' in jupyter) return skip(jupyter.missing);
  const { url, token } = await startJupyterServer(path.join(jupyter.bin, 'jupyter-server'));

  const { page, requests } = await openPage(`${url}voila/render/bears.ipynb?token=${token}`);
  const bears = new BearsPage(page);
  await bears.ask(await photo('european-bear.png'), /brown bear/i);
  await takeScreenshot(page, 'binder');

  const outside = requests
    .map((request) => new URL(request))
    .filter(
      ({ protocol, pathname }) => protocol !== 'blob:' && !pathname.startsWith('/user/x/voila/'),
    );
  expect(outside, 'everything of the page lies below voila/').toEqual([]);

  await page.reload();
  await bears.ask(await photo('edward_bear.png'), /teddy/i);
});

test('nobody without the Jupyter Server’s token reaches eccola', async ({ skip }) => {
  const jupyter = inject('jupyter');
  if ('missing' in jupyter) return skip(jupyter.missing);
  const { url } = await startJupyterServer(path.join(jupyter.bin, 'jupyter-server'));

  const response = await fetch(`${url}voila/render/bears.ipynb`, { redirect: 'manual' });

  expect(response.status).toBe(302);
  expect(response.headers.get('location')).toContain('/user/x/login');
});
