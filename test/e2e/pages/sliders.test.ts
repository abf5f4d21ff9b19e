import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openPage } from '../../helpers/open-page.js';
import { takeScreenshot } from '../../helpers/screenshot.js';
import { buildSite, startStaticHost } from '../../helpers/static-host.js';

async function moveSlider(page: Page): Promise<void> {
  const echo = page.getByText(/waves, damped by/);
  const plot = page.getByRole('img', { name: /waves/ });
  await expect.poll(() => echo.textContent()).toBe('5 waves, damped by 2.0');
  const drawn = await plot.innerHTML();
  await page.getByRole('slider').first().focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => echo.textContent()).toBe('6 waves, damped by 2.0');
  await expect.poll(() => plot.innerHTML()).not.toBe(drawn);
}

test('a notebook runs in its visitor’s browser, found from the gallery', async () => {
  const { url } = await startStaticHost(await buildSite('notebooks'));
  const { page } = await openPage(`${url}/`);
  await page.getByRole('link', { name: /sliders/i }).click();
  await moveSlider(page);
  expect(page.url()).toBe(`${url}/voila/render/sliders.ipynb/`);
  await takeScreenshot(page, 'pages-sliders');
});

test('it runs where a host keeps a folder’s name without a slash, and from the root of a site', async () => {
  const site = await buildSite('notebooks/sliders.ipynb');
  const { url } = await startStaticHost(site, { prefix: '/', keepsNames: true });
  const { page } = await openPage(`${url}/voila/render/sliders.ipynb`);
  await moveSlider(page);
});

test('without scripts it shows what the notebook showed', async () => {
  const { url } = await startStaticHost(await buildSite('notebooks/sliders.ipynb'));
  const { page } = await openPage(`${url}/`, { javaScriptEnabled: false });
  await expect.poll(() => page.getByText('5 waves, damped by 2.0').isVisible()).toBe(true);
  expect(page.url()).toBe(`${url}/voila/render/sliders.ipynb/`);
});

test('nothing is evaluated from text, which some hosts forbid; and it fits a phone', async () => {
  const site = await buildSite('notebooks');
  const { url } = await startStaticHost(site, { scriptPolicy: "default-src 'self'" });
  const viewport = { width: 360, height: 740 };
  const { page } = await openPage(`${url}/voila/tree/`, { viewport });
  await takeScreenshot(page, 'pages-gallery-phone');
  await page.getByRole('link', { name: /sliders/i }).click();
  await moveSlider(page);
  await takeScreenshot(page, 'pages-sliders-phone');
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width, 'the page does not scroll sideways').toBeLessThanOrEqual(viewport.width);
});
