import { LaunchSpec } from '@jupyterhub/binderhub-client/spec.js';
import { afterAll, expect, inject, type TestContext, test } from 'vitest';
import { ensureJupyter } from '../../scripts/jupyter.mjs';
import type { JupyterServer } from '../../src/deploy/doctor/launch/jupyter-server.js';
import { BearsPage } from '../helpers/bears-page.js';
import {
  BASE_URL,
  type BinderImage,
  buildBinderImage,
  startBinderImage,
} from '../helpers/binder-image.js';
import { launchBrowser } from '../helpers/browser.js';
import { LabPage } from '../helpers/lab-page.js';
import { openPage } from '../helpers/open-page.js';
import { photo, veryLargePhoto } from '../helpers/photos.js';
import { descendantsRunning } from '../helpers/process-tree.js';
import { takeScreenshot } from '../helpers/screenshot.js';
import { NOBODY } from '../helpers/unprivileged.js';

/** Installs and builds everything, as Binder does once for an image. */
const MINUTES = 10 * 60_000;
const VERSIONS = [
  { versions: 'newest', name: 'jupyter' },
  { versions: 'repo2docker’s', name: 'jupyter-repo2docker' },
] as const;

let image: Promise<BinderImage> | undefined;
let large: ReturnType<typeof veryLargePhoto> | undefined;

afterAll(async () => {
  await (await image?.catch(() => undefined))?.close();
});

/** The image, built once, with a Jupyter of these versions. */
async function launch(
  name: (typeof VERSIONS)[number]['name'],
  { skip, annotate }: TestContext,
): Promise<JupyterServer> {
  for (const needed of [inject('npm'), inject('jupyter')]) {
    if ('missing' in needed) skip(needed.missing);
  }
  const bin = await ensureJupyter({ name, log: console.log });
  image ??= buildBinderImage(bin);
  const built = await image;
  if (NOBODY && !built.account) {
    await annotate('Ran as root: another account cannot run the Python of the tests.');
  }
  return await startBinderImage(built, bin);
}

/** Where BinderHub sends a browser for a link's `urlpath`, by its own code. */
function openedBy(urlpath: string, { url, token }: JupyterServer): string {
  const link = new URLSearchParams({ urlpath });
  return LaunchSpec.fromSearchParams(link).getJupyterServerRedirectUrl(new URL(url), token).href;
}

test.for(VERSIONS)(
  'the book’s link opens the app in a clean clone, with Jupyter of $versions versions',
  { timeout: MINUTES },
  async ({ name }, context) => {
    const jupyter = await launch(name, context);
    const { page, requests } = await openPage(openedBy('/voila/render/bears.ipynb', jupyter), {
      // What it asked for while there was no server to answer.
      allowErrors: [/Failed to load resource/, /WebSocket connection to/],
    });
    const bears = new BearsPage(page);

    await bears.ask(await photo('european-bear.png'), /brown bear/i);
    await takeScreenshot(page, `binder-${name}`);
    const outside = requests.map((request) => new URL(request)).filter(isOutside);
    expect(outside, 'everything of the page lies below voila/').toEqual([]);

    await page.reload();
    await bears.ask(await photo('edward_bear.png'), /teddy/i);

    large ??= veryLargePhoto();
    expect((await large).buffer.length).toBeGreaterThan(30e6);
    await bears.ask(await large, /brown bear/i);

    const servers = descendantsRunning(jupyter.pid, 'dist/cli/main.js');
    expect(servers).toHaveLength(1);
    for (const pid of servers) process.kill(pid, 'SIGKILL');
    await bears.ask(await photo('edward_bear.png'), /teddy/i);
  },
);

test.for(VERSIONS)(
  'a link whose slashes are escaped, JupyterLab and its kernel open too, with $versions versions',
  { timeout: MINUTES },
  async ({ name }, context) => {
    const jupyter = await launch(name, context);
    const { browser } = await launchBrowser();
    for (const path of ['%2Fvoila%2Frender%2Fbears.ipynb', 'voila%2Frender%2Fbears.ipynb']) {
      const escaped = `${jupyter.url}${path}?token=${jupyter.token}`;
      const { page, close } = await openPage(escaped, { browser });
      await new BearsPage(page).ask(await photo('edward_bear.png'), /teddy/i);
      await close();
    }

    const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
    page.setDefaultTimeout(60_000);
    // A person's first launch: the image of these tests has had one.
    await page.goto(`${openedBy('lab', jupyter)}&reset`);
    await page.locator('.jp-LauncherCard', { hasText: 'eccola' }).waitFor();
    await page.locator('.jp-LauncherCard', { hasText: 'TypeScript' }).first().waitFor();
    const author = new LabPage(page, jupyter);
    await author.open('notebooks/bears.ipynb');
    await page.locator('.eccola-preview-button').waitFor();
    await author.runAll();
    await new BearsPage(page).ask(await photo('european-bear.png'), /brown bear/i);
    await takeScreenshot(page, `binder-lab-${name}`);
  },
);

test('nobody without the Jupyter Server’s token reaches eccola', async (context) => {
  const { url } = await launch('jupyter', context);

  const response = await fetch(`${url}voila/render/bears.ipynb`, { redirect: 'manual' });

  expect(response.status).toBe(302);
  expect(response.headers.get('location')).toContain(`${BASE_URL}login`);
});

function isOutside({ protocol, pathname }: URL): boolean {
  return protocol !== 'blob:' && !pathname.startsWith(`${BASE_URL}voila/`);
}
