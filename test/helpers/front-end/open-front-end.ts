import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { launchBrowser } from '../browser.js';
import { recordHost } from '../recording-host.js';

/** Lumino hides by its classes what an accordion and a tab do not show. */
const ENTRY = {
  contents: `import '@lumino/widgets/style/index.css'; import './page-script.ts';`,
  resolveDir: fileURLToPath(new URL('.', import.meta.url)),
};

export interface FrontEnd {
  page: Page;
  host: ReturnType<typeof recordHost>;
  /** Shows a widget on the page and gives the element that it is in. */
  show(widget: { modelId: string }): Promise<ReturnType<Page['locator']>>;
  /** Sends the page what the widgets have sent since. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The widgets in this process, and Jupyter's own front end in a browser, wired by their messages. The test fails if the
 * page writes an error or a warning to its console.
 */
export async function openFrontEnd(): Promise<FrontEnd> {
  const host = recordHost();
  const { browser, close } = await launchBrowser();
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  onTestFinished(() => {
    if (complaints.length > 0) throw new Error(`The page complained:\n${complaints.join('\n')}`);
  });

  await page.exposeFunction('sendToKernel', (id: string, data: object, buffers: number[][]) => {
    host.deliverJson(
      id,
      JSON.stringify(data),
      buffers.map((bytes) => new Uint8Array(bytes)),
    );
    return host.take();
  });
  await page.setContent('<!doctype html><body></body>');
  const { script, style } = await bundle();
  await page.addStyleTag({ content: style });
  await page.addScriptTag({ content: script });

  const flush = () => page.evaluate((sent) => window.frontEnd.receive(sent), host.take());
  const show = async ({ modelId }: { modelId: string }) => {
    await flush();
    await page.evaluate((id) => window.frontEnd.show(id), modelId);
    return page.locator(`[data-model="${modelId}"]`);
  };
  return { page, host, show, flush, close };
}

let bundled: Promise<{ script: string; style: string }> | undefined;

function bundle() {
  bundled ??= build({
    stdin: ENTRY,
    bundle: true,
    write: false,
    // Nothing is written there; its name tells the script from the style sheet.
    outfile: 'front-end.js',
    format: 'iife',
    loader: { '.svg': 'dataurl' },
    logLevel: 'silent',
  }).then(({ outputFiles }) => {
    const textOf = (ending: string) =>
      outputFiles.find((file) => file.path.endsWith(ending))?.text ?? '';
    return { script: textOf('.js'), style: textOf('.css') };
  });
  return bundled;
}
