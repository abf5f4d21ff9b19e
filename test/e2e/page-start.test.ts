import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { ECHO } from '../helpers/echo.js';
import { openPage } from '../helpers/open-page.js';
import { startSlowEnd } from '../helpers/slow-end.js';
import { startServer } from '../helpers/start-server.js';

const PATH = '/voila/render/echo.ipynb';

/** Moves the slider and waits for the notebook's answer. */
async function expectAlive(page: Page): Promise<void> {
  const handle = page.locator('.eccola-live .noUi-handle');
  await handle.focus();
  await page.keyboard.press('ArrowRight');
  await page.getByText('value 4').waitFor();
}

async function startPublished(): Promise<string> {
  const { url } = await startServer(ECHO);
  await expect.poll(async () => (await fetch(`${url}/readyz`)).status).toBe(200);
  return url;
}

test('a page comes to life where the browser shows no frames of it, as of a tab in the background', async () => {
  const url = await startPublished();
  const withoutFrames = () => {
    globalThis.requestAnimationFrame = () => 0;
  };
  const { page } = await openPage(url + PATH, {
    prepare: async (page) => void (await page.addInitScript(withoutFrames)),
  });
  await expectAlive(page);
});

test('a page comes to life whose script is there before its end', async () => {
  const network = await startSlowEnd(await startPublished(), '<script id="eccola-page"');
  const hasRun = async (page: Page, script: string) => {
    // As text: vitest rewrites an import() that it sees.
    await page.evaluate(`import(${JSON.stringify(script)}).then(() => {})`);
    network.release();
  };
  const { page } = await openPage(network.url + PATH, {
    prepare: (page) =>
      void page.on('requestfinished', (request) => {
        if (request.resourceType() === 'script') void hasRun(page, request.url());
      }),
  });
  await expectAlive(page);
});

test('a page has each widget once while it comes to life', async () => {
  const url = await startPublished();
  const count = () => {
    const counts = new Set<number>();
    Reflect.set(window, 'counts', counts);
    new MutationObserver(() => {
      const seen = document.querySelectorAll('.widget-slider').length;
      if (document.querySelector('#eccola-status')) counts.add(seen);
    }).observe(document, { childList: true, subtree: true });
  };
  const { page } = await openPage(url + PATH, {
    prepare: async (page) => void (await page.addInitScript(count)),
  });
  await expectAlive(page);
  expect(await page.evaluate(() => [...Reflect.get(window, 'counts')])).toEqual([1]);
});

test('a page that is prerendered takes no kernel before it is seen', async () => {
  const url = await startPublished();
  // Chromium prerenders nothing while it is driven from outside.
  const prerendered = () => {
    let isPrerendered = true;
    Object.defineProperty(document, 'prerendering', { get: () => isPrerendered });
    Reflect.set(window, 'activate', () => {
      isPrerendered = false;
      document.dispatchEvent(new Event('prerenderingchange'));
    });
  };
  let script: Promise<unknown> | undefined;
  const { page, requests } = await openPage(url + PATH, {
    prepare: async (page) => {
      await page.addInitScript(prerendered);
      script = page.waitForEvent('requestfinished', (asked) => asked.resourceType() === 'script');
    },
  });
  await script;
  await page.waitForLoadState('networkidle');
  expect(requests.filter((request) => request.includes('/api/'))).toEqual([]);

  await page.evaluate('activate()');

  await expectAlive(page);
});

test('the policy lets the page’s own script start, and none that somebody else has put there', async () => {
  const url = await startPublished();
  const { page } = await openPage(url + PATH, { allowErrors: [/Content Security Policy/] });
  await expectAlive(page);
  const hasRun = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'document.documentElement.dataset.foreign = "ran"';
    document.head.append(script);
    return document.documentElement.dataset.foreign;
  });
  expect(hasRun).toBeUndefined();
});
