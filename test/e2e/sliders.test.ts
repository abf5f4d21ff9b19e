import { expect, test } from 'vitest';
import { openPage } from '../helpers/open-page.js';
import { startEccola } from '../helpers/run-eccola.js';
import { takeScreenshot } from '../helpers/screenshot.js';

test('echoes a slider and draws its plot anew as it moves', async () => {
  const { url } = await startEccola(['notebooks', '--port=0']);
  const { page } = await openPage(`${url}/voila/render/sliders.ipynb`);
  const handle = page.getByRole('slider').first();
  const plot = page.getByRole('img', { name: /waves/ });
  const echo = page.getByText(/waves, damped by/);
  await expect.poll(() => echo.textContent()).toBe('5 waves, damped by 2.0');
  const drawn = await plot.innerHTML();

  await handle.focus();
  await page.keyboard.press('ArrowRight');

  await expect.poll(() => echo.textContent()).toBe('6 waves, damped by 2.0');
  await expect.poll(() => plot.innerHTML()).not.toBe(drawn);
  await takeScreenshot(page, 'sliders');
});
