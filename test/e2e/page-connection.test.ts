import { expect, test } from 'vitest';
import { startNetwork } from '../helpers/breakable-network.js';
import { launchBrowser } from '../helpers/browser.js';
import { COUNTER, counterOn } from '../helpers/counter.js';
import { openPage } from '../helpers/open-page.js';
import { killFirstKernel } from '../helpers/process-tree.js';
import { startServer } from '../helpers/start-server.js';

const PATH = '/voila/render/counter.ipynb';
// What Chromium itself writes for a connection that is refused or broken.
const BROKEN = [/net::ERR_|WebSocket connection to .* failed/];

async function start() {
  return await startServer({ 'counter.ipynb': COUNTER });
}

test('what is done while the network is gone reaches the kernel once, when it is back', async () => {
  const network = await startNetwork((await start()).url);
  const { page } = await openPage(network.url + PATH, { allowErrors: BROKEN });
  const counter = counterOn(page);
  await counter.live();
  await counter.click();
  await counter.counts(1);

  network.cut();
  await counter.move(2);
  await counter.click();
  await counter.click();
  await counter.says('Connection lost. Trying again…');
  network.mend();

  await counter.echoes(3);
  await counter.counts(3);
  await page.getByRole('status').getByText('Connection lost').waitFor({ state: 'detached' });
});

test('a connection that breaks again and again loses no click and counts none twice', async () => {
  const network = await startNetwork((await start()).url);
  const { page } = await openPage(network.url + PATH, { allowErrors: BROKEN });
  const counter = counterOn(page);
  await counter.live();

  for (let clicks = 1; clicks <= 5; clicks++) {
    await counter.click();
    network.drop();
    await counter.click();
  }

  await counter.counts(10);
});

test('a page that has reached no kernel for long looks as dead as it is, and comes back to life', async () => {
  const network = await startNetwork((await start()).url);
  const { page } = await openPage(network.url + PATH, { allowErrors: BROKEN });
  const counter = counterOn(page);
  await counter.live();
  await counter.move(1);
  await counter.echoes(2);

  network.cut();
  await page.locator('main.eccola-dead[inert]').waitFor();
  network.mend();

  await page.locator('main:not([inert])').waitFor();
  await counter.move(1);
  await counter.echoes(3);
});

test('a kernel that is killed is replaced in place, and the new one is given the visitor’s inputs', async () => {
  const server = await start();
  const { page } = await openPage(server.url + PATH);
  const counter = counterOn(page);
  await counter.live();
  await counter.move(4);
  await counter.echoes(5);

  killFirstKernel(server.pid);

  await counter.says('The notebook stopped and was started again; your inputs were kept.');
  await counter.echoes(5);
  await counter.click();
  await counter.counts(1);
  expect(await page.locator('.widget-readout').textContent()).toBe('5');
});

test('a server that is restarted is found again, and is given the visitor’s inputs', async () => {
  const server = await start();
  const network = await startNetwork(server.url);
  const { page } = await openPage(network.url + PATH, { allowErrors: BROKEN });
  const counter = counterOn(page);
  await counter.live();
  await counter.move(6);
  await counter.echoes(7);

  await server.close();
  await counter.says('The server restarts. This page connects again by itself.');
  network.leadTo((await startServer(server.root)).url);

  await counter.says('The server was restarted, and the notebook with it; your inputs were kept.');
  await counter.echoes(7);
});

test('a reload finds the same kernel, with what was done before', async () => {
  const { page } = await openPage((await start()).url + PATH);
  const counter = counterOn(page);
  await counter.live();
  await counter.move(1);
  await counter.click();
  await counter.echoes(2);
  await counter.counts(1);

  await page.reload();

  await counter.echoes(2);
  await counter.counts(1);
  await counter.click();
  await counter.counts(2);
});

test('a duplicated tab has a kernel of its own', async () => {
  const { url } = await start();
  const { browser } = await launchBrowser();
  const { page } = await openPage(url + PATH, { browser });
  const first = counterOn(page);
  await first.live();
  await first.click();
  await first.counts(1);

  // As a browser copies it to the tab that it opens.
  const storage = await page.evaluate(() => ({ ...sessionStorage }));
  const tab = await page.context().newPage();
  await tab.addInitScript((copied) => {
    for (const [key, value] of Object.entries(copied)) sessionStorage.setItem(key, value);
  }, storage);
  await tab.goto(url + PATH);
  const second = counterOn(tab);
  await second.live();
  await second.click();
  await second.counts(1);

  await first.click();
  await first.counts(2);
});
