import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { launchBrowser } from '../helpers/browser.js';
import { createGate } from '../helpers/gate.js';
import { notebook } from '../helpers/notebook.js';
import { openPage } from '../helpers/open-page.js';
import { kernelsOf } from '../helpers/process-tree.js';
import { REPOSITORY } from '../helpers/run-eccola.js';
import { takeScreenshot } from '../helpers/screenshot.js';
import { startServer } from '../helpers/start-server.js';

const SLIDER = `import { IntSlider, Label, Text, VBox, display } from "eccola";
const slider = new IntSlider({ description: "n", value: 1, min: 0, max: 100 });
const echo = new Label({ value: "n is 1" });
slider.observe("value", () => { echo.value = "n is " + slider.value; });
display(new VBox([slider, echo]));`;
const says = (words: string) => `console.log("it says ${words}")`;

/** Serves a folder with one notebook to its author, who has its page open. */
async function startAuthor(files: Record<string, string | Uint8Array>) {
  const server = await startServer(files, { args: ['--watch'] });
  const { browser } = await launchBrowser();
  const open = async (viewport = { width: 1000, height: 700 }) => {
    const { page } = await openPage(`${server.url}/voila/render/app.ipynb`, { browser, viewport });
    // Loads while the notebook is prepared, and then anew.
    await page.locator('main.eccola-notebook').waitFor();
    await page.evaluate(() => Reflect.set(window, 'isSamePage', true));
    return page;
  };
  const file = (name: string) => path.join(server.root, name);
  return {
    ...server,
    open,
    file,
    save: (name: string, text: string) => writeFile(file(name), text),
  };
}

const text = (page: Page, words: string | RegExp) => page.locator('main').getByText(words);
const panel = (page: Page) => page.getByRole('alertdialog');
const isSamePage = (page: Page) => page.evaluate(() => Reflect.get(window, 'isSamePage') === true);
const handle = (page: Page) => page.locator('.eccola-widget:not([inert]) .noUi-handle');

async function slideTo(page: Page, value: number): Promise<void> {
  await handle(page).focus();
  for (let n = Number(await handle(page).getAttribute('aria-valuenow')); n < value; n++) {
    await page.keyboard.press('ArrowRight');
  }
  await text(page, `n is ${value}`).waitFor();
}

test('a saved cell shows in the open page, in place, and inputs and the place of reading are kept', async () => {
  const many = 'for (let i = 0; i < 80; i++) console.log("line " + i)';
  const { open, save, log } = await startAuthor({
    'app.ipynb': notebook([SLIDER, says('one'), many]),
  });
  const page = await open();
  await slideTo(page, 4);
  await page.evaluate(() => scrollTo(0, 600));
  const compiled = () =>
    log()
      .filter(({ msg }) => msg === 'compiled')
      .map(({ cells }) => cells);
  expect(compiled()).toEqual([3]);

  await save('app.ipynb', notebook([SLIDER, says('two'), many]));

  await text(page, 'it says two').waitFor();
  await text(page, 'n is 4').waitFor();
  expect(await page.evaluate(() => scrollY)).toBe(600);
  // It is the new kernel that answers, and the page was not loaded anew.
  await slideTo(page, 6);
  expect(await isSamePage(page)).toBe(true);
  expect(compiled()).toEqual([3, 1]);
});

test('an error in a cell stands over the page with its line, the page lives on, and it goes when it is mended', async () => {
  const { open, save } = await startAuthor({ 'app.ipynb': notebook([SLIDER, says('one')]) });
  const page = await open();
  await slideTo(page, 2);

  await save('app.ipynb', notebook([SLIDER, 'const count: number =\n  "many";\ncount']));

  await panel(page).getByText('Cell 2 does not compile.').waitFor();
  await expect
    .poll(() => panel(page).locator('pre').innerText())
    .toMatch(/TS2322.*\n(.*\n)*> 1 \| const count: number =/);
  await slideTo(page, 3);
  expect(await text(page, 'it says one').count()).toBe(1);
  await takeScreenshot(page, 'watch-problem');
  await page.setViewportSize({ width: 360, height: 640 });
  await takeScreenshot(page, 'watch-problem-phone');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await page.keyboard.press('Escape');
  await panel(page).waitFor({ state: 'detached' });
  expect(await handle(page).evaluate((element) => element === document.activeElement)).toBe(true);

  await save('app.ipynb', notebook([SLIDER, 'const wrong = 1;\nthrow new Error("no such bear")']));
  await panel(page).getByText('Cell 2 threw an error.').waitFor();
  await expect.poll(() => panel(page).locator('mark').innerText()).toContain('no such bear');

  await save('app.ipynb', notebook([SLIDER, says('mended')]));
  await text(page, 'it says mended').waitFor();
  await panel(page).waitFor({ state: 'detached' });
  await text(page, 'n is 3').waitFor();
  expect(await isSamePage(page)).toBe(true);
});

test('what a handler throws stands over the page, with the cell’s line', async () => {
  const button = `import { Button } from "eccola";
const button = new Button({ description: "Break" });
button.onClick(() => { throw new Error("it broke"); });
button`;
  const { open } = await startAuthor({ 'app.ipynb': notebook([button]) });
  const page = await open();

  await page.getByRole('button', { name: 'Break' }).click();

  await expect.poll(() => panel(page).locator('mark').innerText()).toContain('it broke');
});

test('the page follows a file that the notebook imports, and its model’s JSON file', async () => {
  const fixture = path.join(REPOSITORY, 'test/fixtures/models/shapes');
  const description = await readFile(path.join(fixture, 'shapes.json'), 'utf8');
  const { open, save, file } = await startAuthor({
    'app.ipynb': notebook([
      'import { word } from "./lib/words";\nimport { ImageClassifier } from "eccola/onnx";\nimport { Label } from "eccola";',
      'console.log("it says " + word)',
      'new Label({ value: (await ImageClassifier.load("shapes.onnx")).labels.join() })',
    ]),
    'lib/words.ts': 'export const word: string = "one";',
    'shapes.onnx': await readFile(path.join(fixture, 'shapes.onnx')),
    'shapes.json': description,
  });
  const page = await open();
  await text(page, 'it says one').waitFor();

  await save('lib/words.ts', 'export const word: string = 2;');
  await panel(page).getByText('Cell 1 does not compile.').waitFor();
  await save('lib/words.ts', 'export const word: string = "two";');
  await text(page, 'it says two').waitFor();

  await save('shapes.json', description.replace('"circle"', '"disc"'));
  await text(page, 'disc').waitFor();

  await rm(file('shapes.json'));
  await panel(page).getByText('shapes.onnx has no shapes.json beside it').waitFor();
  expect(await panel(page).locator('mark').innerText()).toContain('ImageClassifier.load');
  await save('shapes.json', description);
  await text(page, 'circle').waitFor();
  await panel(page).waitFor({ state: 'detached' });
  expect(await isSamePage(page)).toBe(true);
});

test('whichever way an editor saves, however often, every open page ends at the last version', async () => {
  const { open, save, file } = await startAuthor({ 'app.ipynb': notebook([says('one')]) });
  const pages = [await open(), await open()];
  const all = async (words: string) => {
    for (const page of pages) await text(page, words).waitFor();
  };

  await save('app.ipynb', notebook([says('two')]));
  await save('app.ipynb', notebook([says('three')]));
  await all('it says three');

  // JupyterLab, and most editors: another file takes the place.
  await save('new', notebook([says('four')]));
  await rename(file('new'), file('app.ipynb'));
  await all('it says four');

  // In place, and not at once.
  const five = notebook([says('five')]);
  await save('app.ipynb', five.slice(0, 200));
  await save('app.ipynb', five);
  await all('it says five');

  await rm(file('app.ipynb'));
  await pages[0]?.getByRole('alertdialog').getByText('There is no notebook').waitFor();
  await save('app.ipynb', notebook([says('six')]));
  await all('it says six');
  for (const page of pages) {
    expect(await isSamePage(page)).toBe(true);
    await panel(page).waitFor({ state: 'detached' });
  }
});

test('a slider that another is put before keeps its value, and one that is taken away goes', async () => {
  const slider = (name: string) =>
    `new IntSlider({ description: "${name}", min: 0, max: 100, value: 1 })`;
  const cell = (...names: string[]) =>
    notebook([
      `import { IntSlider, VBox, display } from "eccola";\ndisplay(new VBox([${names.map(slider).join(', ')}]))`,
    ]);
  const { open, save } = await startAuthor({ 'app.ipynb': cell('width', 'height') });
  const page = await open();
  const value = (name: string) => page.getByRole('slider', { name }).getAttribute('aria-valuenow');
  await page.locator('.eccola-widget:not([inert])').waitFor();
  await page.getByRole('slider', { name: 'height' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => value('height')).toBe('2.0');

  await save('app.ipynb', cell('depth', 'width', 'height'));
  await expect.poll(() => page.getByRole('slider').count()).toBe(3);
  await expect
    .poll(async () => [await value('depth'), await value('height')])
    .toEqual(['1.0', '2.0']);

  await save('app.ipynb', cell('height'));
  await expect.poll(() => page.getByRole('slider').count()).toBe(1);
  await expect.poll(() => value('height')).toBe('2.0');
});

test('a notebook that cannot be read is said to be so, and its page comes when it is mended', async () => {
  const { url, save } = await startAuthor({ 'app.ipynb': '{ "cells": [' });
  const { page } = await openPage(`${url}/voila/render/app.ipynb`, { allowErrors: [/422/] });
  await panel(page).getByText('app.ipynb').waitFor();

  await save('app.ipynb', notebook([says('whole')]));

  await text(page, 'it says whole').waitFor();
});

test('a notebook that runs for each visitor follows too, and inputs are repeated', async () => {
  const greeting = (word: string) =>
    `import { request } from "eccola";\nconsole.log("${word} " + (request.query.name ?? "nobody"))`;
  const { open, save } = await startAuthor({
    'app.ipynb': notebook([greeting('hello'), SLIDER]),
  });
  const page = await open();
  await text(page, 'hello nobody').waitFor();
  await slideTo(page, 3);

  await save('app.ipynb', notebook([greeting('goodbye'), SLIDER]));

  await text(page, 'goodbye nobody').waitFor();
  await text(page, 'n is 3').waitFor();
  expect(await text(page, 'hello').count()).toBe(0);
  expect(await isSamePage(page)).toBe(true);
});

test('a page that is still at a handler of the version before follows', async () => {
  const handler = `import { Button, Label, RadioButtons, VBox, display } from "eccola";
const button = new Button({ description: "More" });
const box = new VBox([button]);
button.onClick(() => {
  box.children = [button, new Label({ value: "a label" }), new RadioButtons({ options: ["one"] })];
});
display(box);`;
  const { open, save } = await startAuthor({ 'app.ipynb': notebook([handler, says('one')]) });
  const page = await open();
  const live = page.locator('.eccola-widget:not([inert])');
  // The class of what comes between the label and its box is long in coming.
  const late = createGate();
  const asked = page.waitForRequest('**/*.js');
  await live.getByRole('button', { name: 'More' }).waitFor();
  await page.route('**/*.js', (route) => late.opened.then(() => route.continue()));
  await live.getByRole('button', { name: 'More' }).click();
  await asked;

  await save('app.ipynb', notebook([handler, says('two')]));
  await text(page, 'it says two').waitFor();
  late.open();

  await live.getByRole('button', { name: 'More' }).click();
  await live.getByText('a label').waitFor();
  await live.getByRole('radio', { name: 'one' }).waitFor();
  expect(await isSamePage(page)).toBe(true);
});

test('a page that hears of a version that is taken back before it is fetched goes on', async () => {
  const one = notebook([SLIDER, says('one')]);
  const { url, pid, open, save } = await startAuthor({ 'app.ipynb': one });
  const page = await open();
  await slideTo(page, 2);
  const address = `${url}/voila/render/app.ipynb`;
  const isShown = (words: string) =>
    expect.poll(async () => (await fetch(address)).text()).toContain(words);
  const late = createGate();
  const asked = page.waitForRequest(address);
  await page.route(address, (route) => late.opened.then(() => route.continue()));
  await save('app.ipynb', notebook([SLIDER, says('two')]));
  await asked;
  await isShown('it says two');

  // The next kernel is of the other version.
  const connected = page.waitForEvent('websocket');
  for (const kernel of kernelsOf(pid)) process.kill(kernel, 'SIGKILL');
  await (await connected).waitForEvent('close');
  await save('app.ipynb', one);
  await isShown('it says one');
  late.open();

  await slideTo(page, 4);
  expect(await text(page, 'it says one').count()).toBe(1);
  expect(await isSamePage(page)).toBe(true);
});
