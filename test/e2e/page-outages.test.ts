import { expect, test } from 'vitest';
import { startNetwork } from '../helpers/breakable-network.js';
import { COUNTER, counterOn } from '../helpers/counter.js';
import { openPage } from '../helpers/open-page.js';
import { killFirstKernel } from '../helpers/process-tree.js';
import { startServer } from '../helpers/start-server.js';

/* What a visitor's work survives, as DESIGN.md promises it: none of these loses an input. */

const PATH = '/voila/render/counter.ipynb';
const BROKEN = [/net::ERR_|WebSocket connection to .* failed/];

async function open({ through = false } = {}) {
  const server = await startServer({ 'counter.ipynb': COUNTER });
  const network = await startNetwork(server.url);
  const url = through ? network.url : server.url;
  const { page } = await openPage(url + PATH, { allowErrors: BROKEN });
  const counter = counterOn(page);
  await counter.live();
  return { server, network, page, counter };
}

test('a kernel is killed while a slider is held: it goes on under the hand', async () => {
  const { server, page, counter } = await open();
  const handle = await page.locator('.noUi-handle').boundingBox();
  const track = await page.locator('.noUi-target').boundingBox();
  if (!handle || !track) throw new Error('The slider has no box.');
  const y = handle.y + handle.height / 2;
  const xAt = (share: number) => track.x + share * track.width;
  const readout = async () => (await page.locator('.widget-readout').textContent()) ?? '';
  await page.mouse.move(handle.x + handle.width / 2, y);
  await page.mouse.down();
  await page.mouse.move(xAt(0.3), y, { steps: 5 });
  await page.locator('.widget-label', { hasText: `n is ${await readout()}` }).waitFor();

  const killedAt = performance.now();
  killFirstKernel(server.pid);
  await page.mouse.move(xAt(0.6), y, { steps: 5 });
  const held = await readout();
  expect(Number(held)).toBeGreaterThan(40);
  await page.locator('.widget-label', { hasText: `n is ${held}` }).waitFor();
  console.log(`live again after ${(performance.now() - killedAt).toFixed(0)} ms`);

  await page.mouse.move(xAt(0.8), y, { steps: 5 });
  await page.mouse.up();
  expect(Number(await readout())).toBeGreaterThan(Number(held));
  await page.locator('.widget-label', { hasText: `n is ${await readout()}` }).waitFor();
  await counter.click();
  await counter.counts(1);
});

test('a network that is gone for a minute loses nothing, not even what was done meanwhile', {
  timeout: 180_000,
}, async () => {
  const { network, counter } = await open({ through: true });
  await counter.move(1);
  await counter.click();
  await counter.counts(1);

  network.cut();
  await counter.move(2);
  await counter.click();
  await new Promise((resolve) => setTimeout(resolve, 60_000));
  network.mend();

  await counter.echoes(4);
  await counter.counts(2);
});

test('a server that is killed and started again is found, and given the inputs', async () => {
  const { server, network, page, counter } = await open({ through: true });
  await counter.move(6);
  await counter.echoes(7);

  process.kill(server.pid, 'SIGKILL');
  await counter.says('Connection lost. Trying again…');
  await counter.move(1);
  await counter.click();
  network.leadTo((await startServer(server.root)).url);

  await counter.echoes(8);
  await counter.counts(1);
  expect(await page.locator('.widget-readout').textContent()).toBe('8');
});

test('a page that was frozen while its connection went comes back to the same kernel', async () => {
  const { network, page, counter } = await open({ through: true });
  await counter.move(2);
  await counter.click();
  await counter.counts(1);
  const session = await page.context().newCDPSession(page);

  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  network.drop();
  await session.send('Page.setWebLifecycleState', { state: 'active' });

  await counter.click();
  await counter.counts(2);
  await counter.move(1);
  await counter.echoes(4);
});
