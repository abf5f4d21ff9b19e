import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, inject, onTestFinished, test } from 'vitest';
import { findBrowser, visitInBrowser } from '../../src/deploy/doctor/launch/browser.js';
import { makeFolder } from '../helpers/folder.js';
import { notebook } from '../helpers/notebook.js';
import { startEccola } from '../helpers/run-eccola.js';

/** Serves one page of no notebook's. */
async function serve(html: string): Promise<string> {
  const server = createServer((_request, response) => response.end(html));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => server.closeAllConnections());
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

test('a browser sees that an app comes to life, and what its page reports', async () => {
  const script = 'display.html("<script>throw new Error(\'a chart that breaks\')</script>")';
  const source = 'import { IntSlider, display as show } from "eccola";\nshow(new IntSlider());';
  const root = await makeFolder({
    'fine.ipynb': notebook([source]),
    'noisy.ipynb': notebook([source, `import { display } from "tslab";\n${script}`]),
  });
  const { url } = await startEccola([root, '--port=0']);
  const visit = (name: string) =>
    visitInBrowser(inject('chromiumPath'), `${url}/voila/render/${name}`);

  expect(await visit('fine.ipynb')).toEqual({ ok: true, errors: [] });
  expect(await visit('noisy.ipynb')).toEqual({
    ok: true,
    errors: [expect.stringContaining('a chart that breaks')],
  });
});

test('a page that no kernel answers, and an address that nobody answers, are told apart', async () => {
  const dead = await visitInBrowser(inject('chromiumPath'), await serve('<p>Nothing here'), 500);
  expect(dead).toMatchObject({
    ok: false,
    reason: 'its page heard nothing from a kernel. It shows: Nothing here',
  });
  const nobody = await visitInBrowser(inject('chromiumPath'), 'http://127.0.0.1:9/', 500);
  expect(nobody).toMatchObject({ ok: false, reason: expect.stringMatching(/^net::ERR_/) });
});

test('without a browser there is none to open', () => {
  expect(findBrowser({ PATH: '/nowhere' })).toBeUndefined();
  expect(findBrowser({ CHROMIUM_PATH: process.execPath })).toBe(process.execPath);
});
