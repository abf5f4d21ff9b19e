import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { startNetwork } from '../helpers/breakable-network.js';
import { makeFolder } from '../helpers/folder.js';
import { notebook } from '../helpers/notebook.js';
import { openPage } from '../helpers/open-page.js';
import { runEccola } from '../helpers/run-eccola.js';
import { startServer } from '../helpers/start-server.js';

const PATH = '/voila/render/chance.ipynb';
const BROKEN = [/net::ERR_|WebSocket connection to .* failed/];

/** What differs from kernel to kernel, in a label and in an output, and a button that says what this kernel has. */
const CHANCE = notebook([
  'console.log("always the same")',
  `import { Button, IntSlider, Label, VBox, display } from "eccola";
   const drawn = String(Math.random());
   console.log("printed " + drawn);`,
  `const label = new Label({ value: "drawn " + drawn });
   const truth = new Label();
   const slider = new IntSlider({ description: "n", value: 1 });
   const button = new Button({ description: "Tell" });
   button.onClick(() => { truth.value = "truly " + drawn; });
   display(new VBox([label, truth, slider, button]))`,
]);

async function read(page: Page) {
  const textOf = async (prefix: string) => {
    const text = await page.getByText(prefix).first().textContent();
    return text?.trim().slice(prefix.length);
  };
  await page.getByRole('button', { name: 'Tell' }).click();
  await page.getByText('truly').waitFor();
  return {
    truth: await textOf('truly '),
    label: await textOf('drawn '),
    printed: await textOf('printed '),
  };
}

test('a page shows what its own kernel has drawn, in widgets and in outputs', async () => {
  const { url } = await startServer({ 'chance.ipynb': CHANCE });
  const first = await openPage(url + PATH);
  const one = await read(first.page);
  expect(one).toEqual({ truth: one.truth, label: one.truth, printed: one.truth });

  const second = await openPage(url + PATH);
  await expect.poll(async () => (await read(second.page)).printed).not.toBe(one.printed);
  const two = await read(second.page);
  expect(two).toEqual({ truth: two.truth, label: two.truth, printed: two.truth });
  expect(await second.page.getByText('always the same').count()).toBe(1);

  await second.page.reload();
  await expect.poll(async () => (await read(second.page)).printed).toBe(two.printed);
});

test('a page finds the restarted server’s kernel though chance has it show something else', async () => {
  const server = await startServer({ 'chance.ipynb': CHANCE });
  const network = await startNetwork(server.url);
  const { page } = await openPage(network.url + PATH, { allowErrors: BROKEN });
  const before = await read(page);
  await page.locator('.noUi-handle').focus();
  await page.keyboard.press('ArrowRight');
  await page.locator('.widget-readout', { hasText: '2' }).waitFor();

  await server.close();
  network.leadTo((await startServer(server.root)).url);

  await page
    .getByText('The server was restarted, and the notebook with it; your inputs were kept.')
    .waitFor();
  await expect.poll(async () => (await read(page)).label).not.toBe(before.label);
  const after = await read(page);
  expect(after.label).toBe(after.truth);
  await page.locator('.widget-readout', { hasText: '2' }).waitFor();
});

test('a page whose notebook has changed while the server was restarted says so, and offers to reload', async () => {
  const server = await startServer({ 'chance.ipynb': CHANCE });
  const network = await startNetwork(server.url);
  const { page } = await openPage(network.url + PATH, { allowErrors: BROKEN });
  await read(page);

  await server.close();
  await writeFile(path.join(server.root, 'chance.ipynb'), notebook(['console.log("all new")']));
  network.leadTo((await startServer(server.root)).url);

  await page.getByText('The notebook has changed since this page was loaded.').waitFor();
  await page.getByRole('button', { name: 'Reload' }).click();
  await page.getByText('all new').waitFor();
});

test('a page that was made while an image was built shows what its kernel has drawn, once there is one', async () => {
  const root = await makeFolder({ 'chance.ipynb': CHANCE });
  const env = { XDG_CACHE_HOME: await makeFolder() };
  await runEccola(['build', root], { env });
  const { url } = await startServer(root, { env });

  const { page } = await openPage(url + PATH);

  await expect
    .poll(async () => {
      const { truth, label, printed } = await read(page);
      return label === truth && printed === truth;
    })
    .toBe(true);
  expect(await page.getByText('always the same').count()).toBe(1);
});
