import { type Browser, chromium } from 'playwright-core';
import { inject, onTestFinished } from 'vitest';

/** Starts the installed Chromium; it ends with the test. */
export async function launchBrowser(): Promise<{ browser: Browser; close(): Promise<void> }> {
  const browser = await chromium.launch({
    executablePath: inject('chromiumPath'),
    args: [
      // Containers and CI run as root, where Chromium's own sandbox does not start.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  const close = () => browser.close();
  onTestFinished(close);
  return { browser, close };
}
