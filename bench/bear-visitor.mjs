import path from 'node:path';
import { ROOT } from '../scripts/run.mjs';

const PHOTO = path.join(ROOT, 'test', 'fixtures', 'photos', 'european-bear.png');

/**
 * A visitor of bears.ipynb: a context of its own in the browser, as a person on another machine would have.
 * @param {import('playwright-core').Browser} browser
 */
export async function visit(browser, url) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(url);
  return { page, classify: () => classify(page), close: () => leave(context, page) };
}

/** Uploads the photo and waits for its label. */
async function classify(page) {
  const dialog = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a photo' }).click();
  await (await dialog).setFiles(PHOTO);
  await page.getByRole('button', { name: 'Classify' }).click();
  await page
    .getByText(/brown bear/i)
    .last()
    .waitFor();
}

/** Leaves as a person does: the page's own unloading runs before the context is gone. */
async function leave(context, page) {
  await page.goto('about:blank');
  await context.close();
}
