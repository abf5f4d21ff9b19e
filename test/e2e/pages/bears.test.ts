import { readdir, rename } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { BearsPage } from '../../helpers/bears-page.js';
import { openPage } from '../../helpers/open-page.js';
import {
  emptyPhoto,
  hugePhoto,
  type Photo,
  phonePhoto,
  photo,
  svgPhoto,
  textPhoto,
  truncatedPhoto,
} from '../../helpers/photos.js';
import { startEccola } from '../../helpers/run-eccola.js';
import { takeScreenshot } from '../../helpers/screenshot.js';
import { buildSite, startStaticHost } from '../../helpers/static-host.js';

const REFUSED: readonly [kind: string, make: () => Photo | Promise<Photo>, sentence: RegExp][] = [
  ['empty', emptyPhoto, /That file is empty/],
  ['truncated', truncatedPhoto, /damaged or cut off/],
  ['text', textPhoto, /not an image that eccola can read/],
  ['SVG', svgPhoto, /SVG drawing/],
  ['10 000 × 10 000', hugePhoto, /10000 × 10000 pixels/],
];

async function openBears(options: Parameters<typeof openPage>[1] = {}) {
  const { url } = await startStaticHost(await buildSite('notebooks/bears.ipynb'));
  const opened = await openPage(`${url}/voila/render/bears.ipynb/`, options);
  return { ...opened, bears: new BearsPage(opened.page), site: url };
}

test('names what is in a photo as a server does, which never leaves the browser', async () => {
  const { url } = await startEccola(['notebooks', '--port=0']);
  const server = new BearsPage((await openPage(`${url}/voila/render/bears.ipynb`)).page);
  const { bears, page, requests } = await openBears();
  // No two after each other are answered alike.
  const cutOuts = await Promise.all(['edward_bear', 'zebra', 'european-bear'].map(cutOut));
  const photos = [
    ...(await Promise.all(cutOuts.map(onWhite))),
    await photo('chelsea.png'),
    await photo('turned.heic'),
    await phonePhoto(),
  ];
  const compare = async (file: Photo) => {
    const expected = await server.ask(file, /\d %/);
    const said = await bears.ask(file, /\d %/);
    expect(labelOf(said), file.name).toBe(labelOf(expected));
    return { said, expected, difference: Math.abs(percentOf(said) - percentOf(expected)) };
  };

  for (const file of photos) {
    const { said, expected, difference } = await compare(file);
    expect(difference, `${file.name}: ${said}, and on a server ${expected}`).toBeLessThan(3);
  }
  // A canvas rounds what is half transparent, which no photo is.
  for (const file of cutOuts) await compare(file);
  expect(
    await bears.photo.evaluate((image: HTMLImageElement) => image.naturalWidth),
  ).toBeGreaterThan(0);
  await takeScreenshot(page, 'pages-bears');
  // Whatever was asked for is a file of the site.
  expect(
    requests.filter((request) => !/\.(?:js|css|wasm|onnx)$|\/$|^data:|^blob:/.test(request)),
  ).toEqual([]);
});

test('refuses each bad photo in words, and names a bear after each', async () => {
  const { bears } = await openBears({ viewport: { width: 360, height: 740 } });
  const good = await photo('european-bear.png');
  for (const [kind, make, sentence] of REFUSED) {
    const said = await bears.ask(await make(), sentence);
    expect(said, kind).not.toMatch(/undefined|\[object|at .*\.js/);
    await bears.ask(good, /brown bear/i);
  }
});

test('a model that cannot be loaded is said, and is loaded when it can be', async () => {
  const site = await buildSite('notebooks/bears.ipynb');
  const { url } = await startStaticHost(site);
  const assets = path.join(site, 'voila/static');
  const model = (await readdir(assets)).find((name) => name.endsWith('.onnx')) ?? '';
  await rename(path.join(assets, model), path.join(site, model));
  const { page } = await openPage(`${url}/voila/render/bears.ipynb/`, { allowErrors: [/./] });
  const words = page.getByText('The model could not be loaded.');
  await expect.poll(() => words.isVisible()).toBe(true);
  await takeScreenshot(page, 'pages-no-model');
  await rename(path.join(site, model), path.join(assets, model));
  await page.getByRole('button', { name: 'Try again' }).click();
  await new BearsPage(page).ask(await photo('european-bear.png'), /brown bear/i);
});

function cutOut(name: string): Promise<Photo> {
  return photo(`${name}.png`);
}

async function onWhite({ buffer, ...file }: Photo): Promise<Photo> {
  return { ...file, buffer: await sharp(buffer).flatten({ background: 'white' }).png().toBuffer() };
}

function labelOf(answer: string): string {
  return answer.replace(/\(.*/, '');
}

function percentOf(answer: string): number {
  return Number(/([\d.]+) %/.exec(answer)?.[1]);
}
