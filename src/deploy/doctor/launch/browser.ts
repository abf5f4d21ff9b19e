import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { type DevTools, startDevTools } from './devtools.js';

/** What came of opening an app in a browser. */
export type BrowserVisit =
  /** `errors` are what the page threw or wrote to the console as errors. */
  | { ok: true; errors: readonly string[] }
  | { ok: false; reason: string; errors: readonly string[] };

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const PATIENCE_MS = 60_000;
const MOST_ERRORS = 5;

/** The path of an installed browser of Chromium's family: `CHROMIUM_PATH`, else the first one that is found. */
export function findBrowser(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const folders = (env.PATH ?? '').split(path.delimiter).filter(Boolean);
  const found = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return [env.CHROMIUM_PATH ?? '', ...found, ...APPLICATIONS].filter(Boolean).find(isExecutable);
}

/**
 * Opens an app's page, and waits until its script hears from a kernel.
 * @param url with the token that it needs
 */
export async function visitInBrowser(
  program: string,
  url: string,
  patienceMs = PATIENCE_MS,
): Promise<BrowserVisit> {
  const tools = await startDevTools(program);
  const errors: string[] = [];
  try {
    const sessionId = await openTab(tools);
    const alive = new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), patienceMs);
      tools.onEvent = (method, params) => {
        const error = errorOf(method, params);
        if (error !== undefined && errors.length < MOST_ERRORS) errors.push(error);
        if (method !== 'Network.webSocketFrameReceived') return;
        clearTimeout(timer);
        resolve(true);
      };
    });
    const { errorText } = await tools.send('Page.navigate', { url }, sessionId);
    if (typeof errorText === 'string' && errorText !== '') {
      return { ok: false, reason: errorText, errors };
    }
    if (await alive) return { ok: true, errors };
    const shown = await textOf(tools, sessionId);
    return {
      ok: false,
      reason: `its page heard nothing from a kernel. It shows: ${shown}`,
      errors,
    };
  } finally {
    await tools.close();
  }
}

async function openTab(tools: DevTools): Promise<string> {
  const { targetId } = await tools.send('Target.createTarget', { url: 'about:blank' });
  const attached = await tools.send('Target.attachToTarget', { targetId, flatten: true });
  const sessionId = String(attached.sessionId);
  for (const domain of ['Page', 'Network', 'Runtime', 'Log']) {
    await tools.send(`${domain}.enable`, {}, sessionId);
  }
  return sessionId;
}

function errorOf(method: string, params: Record<string, unknown>): string | undefined {
  if (method === 'Runtime.exceptionThrown') {
    const { text, exception } = Object(params.exceptionDetails);
    return String(Object(exception).description ?? text);
  }
  const { level, text } = Object(params.entry);
  return method === 'Log.entryAdded' && level === 'error' ? String(text) : undefined;
}

async function textOf(tools: DevTools, sessionId: string): Promise<string> {
  const expression = 'document.body.innerText.slice(0, 300)';
  const { result } = await tools.send('Runtime.evaluate', { expression }, sessionId);
  return String(Object(result).value ?? '').replaceAll(/\s+/g, ' ');
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
