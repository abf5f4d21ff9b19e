import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { REPOSITORY } from './run-eccola.js';

/** Keeps a picture of the whole page in .cache/screenshots, for people to look at. */
export async function takeScreenshot(page: Page, name: string): Promise<void> {
  const folder = path.join(REPOSITORY, '.cache/screenshots');
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
}
