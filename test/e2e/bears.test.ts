import { expect, test } from 'vitest';
import { BearsPage } from '../helpers/bears-page.js';
import { launchBrowser } from '../helpers/browser.js';
import { openPage } from '../helpers/open-page.js';
import { photo } from '../helpers/photos.js';
import { startEccola } from '../helpers/run-eccola.js';
import { takeScreenshot } from '../helpers/screenshot.js';

const ANSWERS: readonly [file: string, answer: RegExp][] = [
  ['european-bear.png', /brown bear.*\d %/i],
  ['bear.png', /brown bear.*\d %/i],
  ['edward_bear.png', /teddy.*\d %/i],
  ['zebra.png', /zebra.*\d %/i],
  ['elephant.png', /elephant.*\d %/i],
  ['chelsea.png', /cat|tabby.*\d %/i],
];

test.for([
  { device: 'desktop', viewport: { width: 1280, height: 900 } },
  { device: 'phone', viewport: { width: 360, height: 740 } },
])('names three bears and three other animals on a $device', async ({ device, viewport }) => {
  const { url } = await startEccola(['notebooks', '--port=0']);
  const { page } = await openPage(`${url}/voila/render/bears.ipynb`, { viewport });
  const bears = new BearsPage(page);

  for (const [file, answer] of ANSWERS) {
    await bears.ask(await photo(file), answer);
    await takeScreenshot(page, `bears-${device}-${file.replace('.png', '')}`);
  }

  expect(
    await bears.photo.evaluate((image: HTMLImageElement) => image.naturalWidth),
  ).toBeGreaterThan(0);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width, 'the page does not scroll sideways').toBeLessThanOrEqual(viewport.width);
});

test('asks for a photo when Classify is pressed without one', async () => {
  const { url } = await startEccola(['notebooks', '--port=0']);
  const { page } = await openPage(`${url}/voila/render/bears.ipynb`);
  const bears = new BearsPage(page);

  await bears.classify();

  await expect.poll(() => bears.prediction.textContent()).toMatch(/choose a photo/i);
});

test('gives two visitors at once their own photos and labels', async () => {
  const { url } = await startEccola(['notebooks', '--port=0']);
  const { browser } = await launchBrowser();
  const open = async () => {
    const { page } = await openPage(`${url}/voila/render/bears.ipynb`, { browser });
    return new BearsPage(page);
  };
  const [first, second] = await Promise.all([open(), open()]);

  const [bear, teddy] = await Promise.all([
    first.ask(await photo('european-bear.png'), /brown bear/i),
    second.ask(await photo('edward_bear.png'), /teddy/i),
  ]);

  expect(await first.prediction.textContent()).toBe(bear);
  expect(await second.prediction.textContent()).toBe(teddy);
  const pictures = await Promise.all([first, second].map(({ photo: image }) => pixelsOf(image)));
  expect(pictures[0]).not.toBe(pictures[1]);
});

async function pixelsOf(image: BearsPage['photo']): Promise<string> {
  return await image.evaluate((element: HTMLImageElement) => {
    const canvas = document.createElement('canvas');
    canvas.width = element.naturalWidth;
    canvas.height = element.naturalHeight;
    canvas.getContext('2d')?.drawImage(element, 0, 0);
    return canvas.toDataURL();
  });
}
