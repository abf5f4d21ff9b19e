import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { test } from 'vitest';
import { notebook } from '../helpers/notebook.js';
import { openPage } from '../helpers/open-page.js';
import { startServer } from '../helpers/start-server.js';

/** After its comms are open, the kernel hears nothing until the test writes the file `go`. */
const HOLD = `import { existsSync } from "node:fs";
async function hold() {
  await new Promise((resolve) => setTimeout(resolve));
  console.log("holding");
  await new Promise((resolve) => setTimeout(resolve));
  while (!existsSync("go")) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
}`;

async function open(cells: readonly string[]) {
  const server = await startServer({ 'app.ipynb': notebook([HOLD, ...cells]) });
  const { page } = await openPage(`${server.url}/voila/render/app.ipynb`);
  return { page, go: () => writeFile(path.join(server.root, 'go'), '') };
}

/** Loads the page again, and waits until it hears its kernel. */
async function reloadWhileHeld(page: Page): Promise<void> {
  await page.getByText('holding').waitFor();
  await page.reload();
  await page.getByText('holding').waitFor();
}

const live = (page: Page) => page.locator('.eccola-widget:not([inert])');

test('a page that comes amid the run shows a box whose children were made before', async () => {
  const { page, go } = await open([
    `import { Button, Label, VBox, display, request } from "eccola";
if (!request.query.never) {
  const said = new Label({ value: "not pressed" });
  const button = new Button({ description: "Press" });
  button.onClick(() => { said.value = "pressed"; });
  await hold();
  display(new VBox([said, button]));
}`,
  ]);
  await reloadWhileHeld(page);

  await go();

  await live(page).getByRole('button', { name: 'Press' }).click();
  await live(page).getByText('pressed', { exact: true }).waitFor();
});

test('a page that comes amid a handler shows what that puts into a box', async () => {
  const { page, go } = await open([
    `import { Button, Label, VBox, display } from "eccola";
const button = new Button({ description: "More" });
const box = new VBox([button]);
button.onClick(async () => {
  const more = new Label({ value: "and more" });
  await hold();
  box.children = [button, more];
});
display(box);`,
  ]);
  await live(page).getByRole('button', { name: 'More' }).click();
  await reloadWhileHeld(page);

  await go();

  await live(page).getByText('and more').waitFor();
});
