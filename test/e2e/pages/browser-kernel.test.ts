import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { makeFolder } from '../../helpers/folder.js';
import { notebook } from '../../helpers/notebook.js';
import { type OpenPageOptions, openPage } from '../../helpers/open-page.js';
import { takeScreenshot } from '../../helpers/screenshot.js';
import { buildSite, startStaticHost } from '../../helpers/static-host.js';

/** Builds a site of one notebook and opens its page. */
async function openNotebook(
  cells: readonly string[],
  { search = '', ...options }: OpenPageOptions & { search?: string } = {},
) {
  const folder = await makeFolder({ 'app.ipynb': notebook(cells) });
  const { url } = await startStaticHost(await buildSite(folder));
  return await openPage(`${url}/voila/render/app.ipynb/${search}`, options);
}

const COUNTER = `import { Button, IntText, Label, VBox, display } from "eccola";
const count = new IntText({ value: 0, description: "Count" });
const label = new Label("nothing yet");
const button = new Button({ description: "Say" });
button.onClick(() => { label.value = "It is " + count.value; });
display(new VBox([count, button, label]));`;

/** A browser reports as an error of the page what its worker was still loading when the page was left. */
async function untilLive(page: Page): Promise<void> {
  await page.locator('.eccola-widget:not([inert])').first().waitFor();
}

test('what a cell shows is the same in both kernels, and stays as it was painted', async () => {
  const { page } = await openNotebook([
    COUNTER,
    '({ name: "bear", sizes: [1, 2.5], when: new Date(0), tags: new Map([["a", new Set([1])]]) })',
    'console.log("%s has %d", "bear", 4, [undefined, null, -0], class Bear {});',
    'import { display } from "tslab";\ndisplay.html("<b id=bold>bold</b>");',
    '[{ a: 1, b: "x" }, { a: 2, b: "y" }]',
    `console.groupCollapsed("rows"); console.count("bear"); console.count("bear");
console.table([{ a: 1, b: ["x"] }, { a: 2 }]); console.groupEnd();`,
  ]);
  await page.evaluate(() => {
    for (const element of document.querySelectorAll('[data-cell-id]')) {
      Reflect.set(element.firstElementChild ?? element, 'isPainted', true);
    }
  });
  await page.getByRole('spinbutton').fill('7');
  await page.getByRole('button', { name: 'Say' }).click();
  await expect.poll(() => page.getByText('It is 7').isVisible()).toBe(true);
  const painted = await page.evaluate(() =>
    [...document.querySelectorAll('[data-cell-id]')]
      .slice(1)
      .map((element) => Reflect.get(element.firstElementChild ?? element, 'isPainted')),
  );
  expect(painted).toEqual([true, true, true, true, true]);
});

test('shows the visitor’s own time where the notebook shows when it ran', async () => {
  const { page } = await openNotebook(['const start = Date.now();', '`It is ${start}`']);
  const now = Number(await page.evaluate(() => performance.timeOrigin));
  await expect
    .poll(async () => Number(/It is (\d+)/.exec((await page.textContent('main')) ?? '')?.[1]))
    .toBeGreaterThanOrEqual(Math.floor(now));
});

test('what is timed shows the visitor’s own time', async () => {
  const { page } = await openNotebook([
    'console.time("sum"); console.timeLog("sum", "%d", 7); console.timeEnd("sum"); console.timeEnd("sum");',
    COUNTER,
  ]);
  await page.getByRole('button', { name: 'Say' }).click();
  await expect.poll(() => page.getByText('It is 0').isVisible()).toBe(true);
  expect(await page.locator('[data-cell-id]').first().textContent()).toMatch(
    /^\s*sum: [\d.]+m?s %d 7\s+sum: [\d.]+m?s\s*$/,
  );
});

test('what a timer and a fetch lead to stands in the cell that began it', async () => {
  const { page } = await openNotebook([
    `const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
(async () => {
  for (let n = 1; n <= 3; n++) { await sleep(20); console.log("tick", n); }
  await fetch("data:,x");
  console.log("fetched");
})();
undefined`,
    'console.log("second cell");',
  ]);
  const cells = page.locator('[data-cell-id]');
  await expect.poll(() => cells.first().textContent()).toContain('fetched');
  expect(await cells.first().textContent()).toMatch(/tick 1\s*tick 2\s*tick 3\s*fetched/);
  expect(await cells.last().textContent()).not.toContain('tick');
});

test('a notebook that reads its visitor’s query runs for them', async () => {
  const { page } = await openNotebook(
    [
      'import { Button, Label, display, request } from "eccola";',
      `const label = new Label("Hello " + (request.query.city ?? "nobody"));
const button = new Button({ description: "Shout" });
button.onClick(() => { label.value = label.value.toUpperCase(); });
display(label); display(button);`,
    ],
    { search: '?city=Rome' },
  );
  await expect.poll(() => page.getByText('Hello Rome').isVisible()).toBe(true);
  await page.getByRole('button', { name: 'Shout' }).click();
  await expect.poll(() => page.getByText('HELLO ROME').isVisible()).toBe(true);
});

test('a kernel that ends is replaced, with what the visitor did', async () => {
  const { page } = await openNotebook([
    COUNTER,
    `const end = new Button({ description: "End" });
end.onClick(() => { (globalThis as any).close(); });
display(end);`,
  ]);
  await page.getByRole('spinbutton').fill('5');
  await page.getByRole('button', { name: 'Say' }).click();
  await expect.poll(() => page.getByText('It is 5').isVisible()).toBe(true);

  await page.getByRole('button', { name: 'End' }).click();

  const words = 'The notebook stopped and was started again; your inputs were kept.';
  await expect.poll(() => page.getByText(words).isVisible()).toBe(true);
  await takeScreenshot(page, 'pages-kernel-replaced');
  await page.getByRole('button', { name: 'Say' }).click();
  await expect.poll(() => page.getByText('It is 5').isVisible()).toBe(true);
});

test('a worker that the browser ends is noticed', async () => {
  const { page } = await openNotebook([COUNTER], {
    // The page is not told of an end that comes from outside of its script.
    prepare: async (empty) => {
      await empty.addInitScript(() => {
        window.Worker = class extends Worker {
          constructor(url: string | URL) {
            super(url);
            Reflect.set(window, 'endWorker', () => this.terminate());
          }
        };
      });
    },
  });
  await page.getByRole('spinbutton').fill('3');
  await page.getByRole('button', { name: 'Say' }).click();
  await expect.poll(() => page.getByText('It is 3').isVisible()).toBe(true);
  await page.evaluate('endWorker()');
  await expect.poll(() => page.getByText('your inputs were kept').isVisible()).toBe(true);
  await page.getByRole('button', { name: 'Say' }).click();
  await expect.poll(() => page.getByText('It is 3').isVisible()).toBe(true);
});

test('a handler that does not end is told of, and the notebook is started again at a click', async () => {
  const { page } = await openNotebook([
    COUNTER,
    `const loop = new Button({ description: "Loop" });
loop.onClick(() => { for (;;); });
display(loop);`,
  ]);
  await page.getByRole('spinbutton').fill('5');
  await page.getByRole('button', { name: 'Say' }).click();
  await expect.poll(() => page.getByText('It is 5').isVisible()).toBe(true);

  await page.getByRole('button', { name: 'Loop' }).click();

  const words = page.getByText('The notebook has not answered for a while.');
  await expect.poll(() => words.isVisible()).toBe(true);
  await takeScreenshot(page, 'pages-no-answer');
  await page.setViewportSize({ width: 360, height: 740 });
  await takeScreenshot(page, 'pages-no-answer-phone');
  await page.getByRole('button', { name: 'Start again' }).click();
  await expect.poll(() => page.getByText('your inputs were kept').isVisible()).toBe(true);
  await page.getByRole('button', { name: 'Say' }).click();
  await expect.poll(() => page.getByText('It is 5').isVisible()).toBe(true);
});

test('a handler that takes long is waited for', async () => {
  const { page } = await openNotebook([
    `import { Button, Label, display } from "eccola";
const label = new Label("nothing yet");
const long = new Button({ description: "Work" });
long.onClick(() => {
  const end = Date.now() + 12_000;
  while (Date.now() < end);
  label.value = "done";
});
display(label); display(long);`,
  ]);
  await page.getByRole('button', { name: 'Work' }).click();
  const words = page.getByText('The notebook has not answered for a while.');
  await expect.poll(() => words.isVisible()).toBe(true);
  await expect.poll(() => page.getByText('done', { exact: true }).isVisible()).toBe(true);
  await expect.poll(() => words.isVisible()).toBe(false);
});

test('a cell that needs Node says so, and offers to try again', async () => {
  const { page } = await openNotebook(
    ['1', 'const home = process.env.HOME ?? "none";\nhome.length > 0'],
    { allowErrors: [/process/] },
  );
  const words = page.getByText('This needs “process”, which Node has and a browser has not');
  await expect.poll(() => words.isVisible()).toBe(true);
  await takeScreenshot(page, 'pages-needs-node');
  expect(await page.getByRole('button', { name: 'Try again' }).isVisible()).toBe(true);
});

test('a handler that throws says so in a sentence, and goes on', async () => {
  const { page } = await openNotebook(
    [
      `${COUNTER}
const fail = new Button({ description: "Fail" });
fail.onClick(async () => { await null; throw new Error("secret bears"); });
display(fail);`,
    ],
    { allowErrors: [/secret bears/] },
  );
  await page.getByRole('button', { name: 'Fail' }).click();
  const words = page.getByText('Something went wrong in the notebook.');
  await expect.poll(() => words.isVisible()).toBe(true);
  expect(await page.textContent('body')).not.toContain('secret bears');
  await page.getByRole('button', { name: 'Say' }).click();
  await expect.poll(() => page.getByText('It is 0').isVisible()).toBe(true);
});

test('a page whose files are gone says so', async () => {
  const folder = await makeFolder({ 'app.ipynb': notebook([COUNTER]) });
  const site = await buildSite(folder);
  const assets = path.join(site, 'voila/static');
  const { url } = await startStaticHost(site);
  for (const name of ['notebook-', 'kernel-']) {
    const file = (await readdir(assets)).find((entry) => entry.startsWith(name)) ?? '';
    await rm(path.join(assets, file));
    const { page, close } = await openPage(`${url}/voila/render/app.ipynb/`, {
      allowErrors: [/404/, /NetworkError|importScripts/],
    });
    const words = page.getByText(/The notebook could not be (?:loaded|started)/);
    await expect.poll(() => words.isVisible()).toBe(true);
    await close();
  }
});

test('a notebook imports packages, local files and JSON', async () => {
  const folder = await makeFolder({
    'app.ipynb': notebook([
      `import { Button, Label, display } from "eccola";
import shout from "old";
import modern, { kind } from "modern/deep";
import { double } from "./lib/double";
const words = [shout("old"), modern, kind, double(21)].join(" ");
words`,
      `const label = new Label(words);
const button = new Button({ description: "Twice" });
button.onClick(() => { label.value = String(double(50)); });
display(label); display(button);`,
    ]),
    'lib/double.ts':
      'import { factor } from "./factor";\nexport const double = (n: number) => n * factor;',
    'lib/factor.ts':
      'const { factor } = require("./factor.json");\nexport { factor };\ndeclare function require(name: string): { factor: number };',
    'lib/factor.json': '{ "factor": 2 }',
    'node_modules/old/package.json': '{ "name": "old", "main": "./main.js" }',
    'node_modules/old/main.js': 'module.exports = (text) => text.toUpperCase();',
    'node_modules/old/main.d.ts': 'declare function shout(text: string): string;\nexport = shout;',
    'node_modules/modern/package.json': JSON.stringify({
      name: 'modern',
      type: 'module',
      exports: { './deep': { types: './deep.d.ts', import: './deep.js' } },
    }),
    'node_modules/modern/deep.js': 'export default "modern";\nexport const kind = "ESM";',
    'node_modules/modern/deep.d.ts':
      'declare const name: string;\nexport default name;\nexport declare const kind: string;',
  });
  const { url } = await startStaticHost(await buildSite(folder));
  const { page } = await openPage(`${url}/voila/render/app.ipynb/`);
  await page.getByRole('button', { name: 'Twice' }).click();
  await expect.poll(() => page.getByText('100', { exact: true }).isVisible()).toBe(true);
  expect(await page.textContent('main')).toContain('OLD modern ESM 42');
});

test('JSON is what it is on a server, whatever its names and its first mark', async () => {
  const folder = await makeFolder({
    'app.ipynb': notebook([
      `import { Label, display } from "eccola";
import data from "./data.json";
display(new Label(Object.keys(data).sort().join() + " " + typeof Object.getPrototypeOf(data).bear));`,
    ]),
    'data.json': '\ufeff{ "__proto__": { "bear": 1 }, "constructor": 2 }',
  });
  const { url } = await startStaticHost(await buildSite(folder));
  const { page } = await openPage(`${url}/voila/render/app.ipynb/`);
  const words = page.getByText('__proto__,constructor undefined');
  await expect.poll(() => words.isVisible()).toBe(true);
});

test('a page whose name has to be escaped shows its images, wherever they stand, and leads to its neighbour', async () => {
  const picture = await readFile('docs/bears.webp');
  const folder = await makeFolder({
    'a b/100% Bär.ipynb': notebook(
      [
        `import { display } from "tslab";\ndisplay.html("<img alt=out src='pic.webp'>");`,
        `import { HTML } from "eccola";
new HTML({ value: '<img alt=widget src="../../files/a%20b/pic.webp">' })`,
      ],
      { markdown: '![text](pic.webp) <img alt=raw src="pic.webp"> [next](zwei.ipynb)' },
    ),
    'a b/zwei.ipynb': notebook(['"the second"', COUNTER]),
    'a b/pic.webp': picture,
  });
  const { url } = await startStaticHost(await buildSite(folder));
  const { page } = await openPage(`${url}/`);
  await page.getByRole('link', { name: 'a b' }).click();
  await page.getByRole('link', { name: '100% Bär.ipynb' }).click();
  for (const name of ['text', 'raw', 'out', 'widget']) {
    const image = page.getByRole('img', { name });
    await expect
      .poll(() => image.evaluate((element: HTMLImageElement) => element.naturalWidth))
      .toBeGreaterThan(0);
  }
  await untilLive(page);
  await page.getByRole('link', { name: 'next' }).click();
  await expect.poll(() => page.getByText('the second').isVisible()).toBe(true);
  expect(page.url()).toBe(`${url}/voila/render/a%20b/zwei.ipynb/`);
  await untilLive(page);
});

test('links in an author’s own HTML lead where they do on a server', async () => {
  const folder = await makeFolder({
    'apps/app.ipynb': notebook(
      [
        'import { display } from "tslab";\ndisplay.html(\'<a href="../../files/apps/data/a.csv">out</a>\');',
        `import { HTML } from "eccola";
new HTML({ value: '<a href="../../files/apps/data/b.csv">widget</a> <a href="other.ipynb">next</a>' })`,
        COUNTER,
      ],
      { markdown: '[text](data/c.csv) [up](#top)' },
    ),
    'apps/other.ipynb': notebook(['1']),
    ...Object.fromEntries([...'abc'].map((name) => [`apps/data/${name}.csv`, name])),
  });
  const { url } = await startStaticHost(await buildSite(folder));
  const { page } = await openPage(`${url}/voila/render/apps/app.ipynb/`);
  // The page shows its links before its script is there, which mends them.
  await page.getByRole('button', { name: 'Say' }).click();
  await expect.poll(() => page.getByText('It is 0').isVisible()).toBe(true);
  for (const [name, target] of [
    ['out', 'voila/files/apps/data/a.csv'],
    ['widget', 'voila/files/apps/data/b.csv'],
    ['text', 'voila/files/apps/data/c.csv'],
    ['next', 'voila/render/apps/other.ipynb'],
    ['up', 'voila/render/apps/app.ipynb/#top'],
  ] as const) {
    const link = page.getByRole('link', { name });
    await link.focus();
    const href = await link.evaluate((element: HTMLAnchorElement) => element.href);
    expect(href).toBe(`${url}/${target}`);
    expect((await fetch(href)).status, href).toBe(200);
  }
});

test('such a link leads there also where a click is all that comes, as of a screen reader', async () => {
  const folder = await makeFolder({
    'app.ipynb': notebook([
      COUNTER,
      'import { HTML } from "eccola";\nnew HTML({ value: \'<a href="other.ipynb">next</a>\' })',
    ]),
    'other.ipynb': notebook(['"the other"', COUNTER]),
  });
  const { url } = await startStaticHost(await buildSite(folder));
  const { page } = await openPage(`${url}/voila/render/app.ipynb/`);
  await page.getByRole('button', { name: 'Say' }).click();
  await expect.poll(() => page.getByText('It is 0').isVisible()).toBe(true);
  await page.getByRole('link', { name: 'next' }).dispatchEvent('click');
  await expect.poll(() => page.getByText('the other').isVisible()).toBe(true);
  await untilLive(page);
});
