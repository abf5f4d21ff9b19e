import { test } from 'vitest';
import { launchBrowser } from '../helpers/browser.js';
import { COUNTER, counterOn } from '../helpers/counter.js';
import { notebook } from '../helpers/notebook.js';
import { openPage } from '../helpers/open-page.js';
import { startServer } from '../helpers/start-server.js';

const PATH = '/voila/render/counter.ipynb';

test('who comes when all places are taken reads their place in the queue, and goes live when it is their turn', async () => {
  const { url } = await startServer(
    { 'counter.ipynb': COUNTER },
    { args: ['--max-sessions=1', '--left-grace=0'] },
  );
  const { browser } = await launchBrowser();
  const first = await openPage(url + PATH, { browser });
  await counterOn(first.page).live();
  await counterOn(first.page).click();
  await counterOn(first.page).counts(1);

  const second = await openPage(url + PATH, { browser });
  const counter = counterOn(second.page);
  await counter.says('All places are taken. You are first in the queue.');
  await first.close();

  await second.page.getByRole('status').getByText('queue').waitFor({ state: 'detached' });
  await counter.live();
  await counter.click();
  await counter.counts(1);
});

test('a page that nobody uses is paused, and goes on when somebody does, with their inputs', async () => {
  const { url } = await startServer({ 'counter.ipynb': COUNTER }, { args: ['--idle-timeout=2'] });
  const { page } = await openPage(url + PATH);
  const counter = counterOn(page);
  await counter.live();
  await counter.move(3);
  await counter.echoes(4);

  await counter.says('Paused, as nobody has used this page for long.');
  await counter.click();

  await counter.counts(1);
  await counter.echoes(4);
  await counter.says('The notebook was started again after the pause; your inputs were kept.');
});

test('a notebook that uses too much memory is started again, and the page says in a line what happened', async () => {
  const hungry = notebook([
    `import { Button, IntSlider, VBox, display } from "eccola";
     const slider = new IntSlider({ description: "n", value: 1 });
     const button = new Button({ description: "Fill" });
     const kept: number[][] = [];
     button.onClick(() => { for (;;) kept.push(new Array(1e5).fill(Math.random())); });
     display(new VBox([slider, button]))`,
  ]);
  const { url } = await startServer({ 'hungry.ipynb': hungry }, { args: ['--kernel-memory=64'] });
  const { page } = await openPage(`${url}/voila/render/hungry.ipynb`);
  await counterOn(page).live();
  await counterOn(page).move(2);
  await page.getByRole('button', { name: 'Fill' }).click();

  await page
    .getByText(
      'The notebook used more memory than it may and was started again; your inputs were kept.',
    )
    .waitFor();
  await page.locator('.widget-readout', { hasText: '3' }).waitFor();
});
