import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Photo } from './photos.js';

/** The bear notebook's page, in its visitor's words. */
export class BearsPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get photo(): Locator {
    return this.#page.locator('img.widget-image');
  }

  get prediction(): Locator {
    return this.#page.locator('.widget-label').last();
  }

  /** Chooses a file with the upload button, as a visitor does: through the browser's own dialog. */
  async choose(photo: Photo): Promise<void> {
    const [dialog] = await Promise.all([
      this.#page.waitForEvent('filechooser'),
      this.#page.getByRole('button', { name: 'Choose a photo' }).click(),
    ]);
    await dialog.setFiles(photo);
  }

  async classify(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Classify' }).click();
  }

  /** Uploads a photo, asks what it is, and waits until the label says another thing that matches. */
  async ask(photo: Photo, answer: RegExp): Promise<string> {
    const before = await this.prediction.textContent();
    await this.choose(photo);
    await this.classify();
    await expect.poll(() => this.prediction.textContent()).not.toBe(before);
    await expect.poll(() => this.prediction.textContent()).toMatch(answer);
    return (await this.prediction.textContent()) ?? '';
  }
}
