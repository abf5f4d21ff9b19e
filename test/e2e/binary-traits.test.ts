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
