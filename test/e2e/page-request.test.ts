import { readdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startNetwork } from '../helpers/breakable-network.js';
import { makeFolder } from '../helpers/folder.js';
import { createGate } from '../helpers/gate.js';
import { notebook } from '../helpers/notebook.js';
import { openPage } from '../helpers/open-page.js';
import { killFirstKernel } from '../helpers/process-tree.js';
import { startServer } from '../helpers/start-server.js';

const WEATHER_CELLS = [
  `import { IntSlider, Label, VBox, display, request } from "eccola";
   const city = request.query.city ?? "nowhere";
   console.log("The weather in " + city);`,
  `const days = new IntSlider({ description: "days", value: 1, min: 0, max: 9 });
   const forecast = new Label({ value: city + ", 1 day" });
   days.observe("value", () => { forecast.value = city + ", " + days.value + " days"; });
   display(new VBox([days, forecast]))`,
  'await new Promise((resolve) => setTimeout(resolve, Number(request.query.wait ?? 0)));',
  'console.log("That is all of " + city)',
];
const WEATHER = notebook(WEATHER_CELLS);

async function open(search: string) {
  const server = await startServer({ 'weather.ipynb': WEATHER });
  const { page } = await openPage(`${server.url}/voila/render/weather.ipynb${search}`);
  return { server, page };
}

test('outputs arrive in the page as they come, with the cell that runs in words', async () => {
  const { page } = await open('?city=Oslo&wait=3000');
  await page.getByText('The weather in Oslo').waitFor();
  await page.getByText('Oslo, 1 day').waitFor();
  await page.getByRole('status').getByText('Running cell 3 of 4').waitFor();
  await page.getByText('That is all of Oslo').waitFor();
  await page.getByRole('status').getByText('Running cell').waitFor({ state: 'detached' });
});

test('a reload shows again what the kernel has shown, and what the visitor did', async () => {
  const { page } = await open('?city=Oslo');
  await page.getByText('That is all of Oslo').waitFor();
  await page.locator('.eccola-widget:not([inert]) .noUi-handle').focus();
  await page.keyboard.press('ArrowRight');
  await page.getByText('Oslo, 2 days').waitFor();

  await page.reload();

  await page.getByText('The weather in Oslo').waitFor();
  await page.getByText('Oslo, 2 days').waitFor();
  await page.getByText('That is all of Oslo').waitFor();
});

test('another query in the address is another visit', async () => {
  const { page } = await open('?city=Oslo');
  await page.getByText('That is all of Oslo').waitFor();
  await page.goto(page.url().replace('Oslo', 'Rome'));
  await page.getByText('That is all of Rome').waitFor();
  await page.getByText('Oslo').waitFor({ state: 'detached' });
});

test('a kernel that is killed is replaced: the notebook runs again for the visitor, whose inputs are kept', async () => {
  const { server, page } = await open('?city=Oslo');
  await page.getByText('That is all of Oslo').waitFor();
  await page.locator('.eccola-widget:not([inert]) .noUi-handle').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.getByText('Oslo, 3 days').waitFor();

  killFirstKernel(server.pid);

  await page
    .getByText('The notebook stopped and was started again; your inputs were kept.')
    .waitFor();
  await page.getByText('Oslo, 3 days').waitFor();
  await page.locator('.widget-readout', { hasText: '3' }).waitFor();
  // Once each: what the kernel before showed is gone.
  await page.getByText('The weather in Oslo').click();
  await page.getByText('That is all of Oslo').click();
});

test('a run that is over before the page is connected is given the inputs all the same', async () => {
  const temporary = await makeFolder();
  const over = `import * as fs from "fs"; import * as os from "os";
    fs.writeFileSync(os.tmpdir() + "/over-" + process.pid, "");`;
  const cells = notebook([...WEATHER_CELLS, over]);
  const server = await startServer({ 'weather.ipynb': cells }, { env: { TMPDIR: temporary } });
  const { page } = await openPage(`${server.url}/voila/render/weather.ipynb?city=Oslo`);
  const runs = () =>
    readdirSync(temporary, { recursive: true }).filter((name) => String(name).includes('over-'));
  await page.getByText('That is all of Oslo').waitFor();
  await page.locator('.eccola-widget:not([inert]) .noUi-handle').focus();
  await page.keyboard.press('ArrowRight');
  await page.getByText('Oslo, 2 days').waitFor();
  await expect.poll(runs).toHaveLength(1);
  const [first] = runs();
  await page.route('**/api/sessions', async (route) => {
    const response = await route.fetch();
    const isAttached = response.status() === 200;
    if (isAttached) await expect.poll(() => runs().filter((run) => run !== first)).toHaveLength(1);
    await route.fulfill({ response });
  });

  process.kill(Number(/over-(\d+)$/.exec(String(first))?.[1]), 'SIGKILL');

  await page.getByText('started again; your inputs were kept.').waitFor();
  await page.getByText('Oslo, 2 days').waitFor();
});

test('a cell that fails for a visitor says so in a sentence, also when it failed before the page was connected', async () => {
  const { url } = await startServer({
    'weather.ipynb': notebook([
      'import { request } from "eccola"; if (request.query.city) throw new Error("a secret reason"); 1',
    ]),
  });
  const { page } = await openPage(`${url}/voila/render/weather.ipynb?city=Oslo`);
  await page.getByText('Something went wrong in the notebook.').waitFor();
  await page.reload();
  await page.getByText('Something went wrong in the notebook.').waitFor();
  await page.getByText('secret').waitFor({ state: 'detached' });
});

test('a click that waits for a new kernel is not lost when the page loses that kernel’s connection too', async () => {
  const cells = [
    `import { existsSync } from "node:fs";
     import { Button, Label, RadioButtons, VBox, display, request } from "eccola";
     console.log("Hello " + (request.query.name ?? "nobody"));
     while (!existsSync("go")) await new Promise((resolve) => setTimeout(resolve, 10));`,
    `const count = new Label({ value: "clicked 0 times" });
     let clicks = 0;
     const button = new Button({ description: "Count" });
     button.onClick(() => { clicks += 1; count.value = "clicked " + clicks + " times"; });
     const more = new Button({ description: "More" });
     more.onClick(() => { display(new RadioButtons({ options: ["one"] })); });
     display(new VBox([count, button, more]))`,
  ];
  const server = await startServer({ 'app.ipynb': notebook(cells), go: '' });
  const go = path.join(server.root, 'go');
  const network = await startNetwork(server.url);
  const { page } = await openPage(`${network.url}/voila/render/app.ipynb`, {
    allowErrors: [/ERR_|WebSocket/],
  });
  const live = page.locator('.eccola-widget:not([inert])');
  await live.getByRole('button', { name: 'Count' }).waitFor();
  await rm(go);
  // The page is at a widget of the first kernel, whose class is long in coming.
  const late = createGate();
  const asked = page.waitForRequest('**/*.js');
  await page.route('**/*.js', (route) => late.opened.then(() => route.continue()));
  await live.getByRole('button', { name: 'More' }).click();
  await asked;
  const session = createGate();
  await page.route('**/api/sessions', (route) => session.opened.then(() => route.continue()));
  const isHeard = async () => {
    const socket = await page.waitForEvent('websocket');
    await socket.waitForEvent('framereceived', ({ payload }) => payload.includes('Running cell'));
  };

  const again = page.waitForRequest('**/api/sessions');
  killFirstKernel(server.pid);
  await again;
  await live.getByRole('button', { name: 'Count' }).click();
  for (const connectAnew of [session.open, network.drop]) {
    const heard = isHeard();
    connectAnew();
    await heard;
  }
  late.open();
  await page.getByText('clicked').waitFor({ state: 'detached' });
  await writeFile(go, '');

  await live.getByText('clicked 1 times').waitFor();
});
