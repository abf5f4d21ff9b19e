import { expect, test } from 'vitest';
import { notebook } from '../helpers/notebook.js';
import { openPage } from '../helpers/open-page.js';
import { startServer } from '../helpers/start-server.js';

// A GIF of one pixel.
const PIXEL = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';

test('a picture that the notebook made is in the page before and after the kernel is attached', async () => {
  const { url } = await startServer({
    'pixel.ipynb': notebook([
      `import { Image } from "eccola";
       new Image({ format: "gif", value: Uint8Array.from(atob("${PIXEL}"), (c) => c.charCodeAt(0)) })`,
    ]),
  });
  const { page } = await openPage(`${url}/voila/render/pixel.ipynb`);
  const pixel = page.locator('img.widget-image');
  await pixel.and(page.locator('.eccola-widget:not([inert]) img')).waitFor();
  expect(await pixel.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
});

test('a picture becomes another, small or large, and none', async () => {
  const { url } = await startServer({
    'pictures.ipynb': notebook([
      `import { Button, Image, Label, VBox, display } from "eccola";
       const pixel = Uint8Array.from(atob("${PIXEL}"), (c) => c.charCodeAt(0));
       const wide = pixel.map((byte, index) => (index === 6 ? 2 : byte));
       const padded = (bytes: Uint8Array) => Uint8Array.from([...bytes, ...new Array(100_000).fill(0)]);
       const pictures = [wide, padded(pixel), padded(wide), pixel, new Uint8Array()];
       const image = new Image({ format: "gif", value: pixel, width: "20" });
       const button = new Button({ description: "Next" });
       button.onClick(() => { image.value = pictures.shift()!; });
       display(new VBox([image, button]));`,
    ]),
  });
  const { page } = await openPage(`${url}/voila/render/pictures.ipynb`);
  const picture = page.locator('.eccola-live img');
  const width = async () => await picture.evaluate((image: HTMLImageElement) => image.naturalWidth);
  await expect.poll(width).toBe(1);
  for (const next of [2, 1, 2, 1]) {
    await page.getByRole('button', { name: 'Next' }).click();
    await expect.poll(width).toBe(next);
    expect(await picture.getAttribute('width')).toBe('20');
  }
  await page.getByRole('button', { name: 'Next' }).click();
  await expect.poll(() => picture.getAttribute('src')).toBe(null);
});
