import type { Browser, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { launchBrowser } from './browser.js';

export interface OpenPageOptions {
  /** Several visitors of one test share a browser, each with cookies and storage of their own. */
  browser?: Browser;
  viewport?: { width: number; height: number };
  javaScriptEnabled?: boolean;
  /** Errors that the test provokes on purpose; any other error on the page fails the test. */
  allowErrors?: readonly RegExp[];
  /** Called with the empty page: to listen from its first request on. */
  prepare?: (page: Page) => void | Promise<void>;
}

export interface VisitorPage {
  page: Page;
  /** Every URL that the page asked for, websockets included. */
  requests: readonly string[];
  /** Closes the tab and the visitor's context. */
  close(): Promise<void>;
}

/**
 * Opens a URL as one visitor. When the test ends, it fails if the page wrote an error to the console, threw one, crashed,
 * or asked another host for anything.
 */
export async function openPage(
  url: string,
  { browser, allowErrors = [], prepare, ...contextOptions }: OpenPageOptions = {},
): Promise<VisitorPage> {
  const context = await (browser ?? (await launchBrowser()).browser).newContext(contextOptions);
  const page = await context.newPage();
  const errors: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${message.text()} (${message.location().url})`);
  });
  // On one line: vitest takes lines that look like a stack for this process's own.
  page.on('pageerror', (error) => errors.push(String(error.stack).replaceAll(/\n\s*at /g, ' ← ')));
  page.on('crash', () => errors.push('the page crashed'));
  page.on('request', (request) => requests.push(request.url()));
  page.on('websocket', (socket) => requests.push(socket.url()));
  const close = () => context.close();

  onTestFinished(async () => {
    await close();
    const unexpected = errors.filter(
      (error) => !allowErrors.some((allowed) => allowed.test(error)),
    );
    const foreign = requests.filter((request) => !isSameHost(request, url));
    if (unexpected.length > 0) throw new Error(`Errors on the page:\n${unexpected.join('\n')}`);
    if (foreign.length > 0) throw new Error(`The page asked other hosts:\n${foreign.join('\n')}`);
  });
  await prepare?.(page);
  await page.goto(url);
  return { page, requests, close };
}

/** URLs without a host (data:, blob:) are the page's own. */
function isSameHost(request: string, page: string): boolean {
  const { host } = new URL(request);
  return host === '' || host === new URL(page).host;
}
