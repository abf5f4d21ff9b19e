import { chromium } from 'playwright-core';
import { findChromium } from '../../scripts/chromium.mjs';

/** Starts the installed Chromium, quiet and cut off from every host but this one. */
export async function launchBrowser() {
  return await chromium.launch({
    executablePath: findChromium(),
    args: [
      // Containers run as root, where Chromium's own sandbox does not start.
      '--no-sandbox',
      '--headless=new',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // A page that asks for something elsewhere fails at once, and alike for everyone.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
    ],
  });
}
