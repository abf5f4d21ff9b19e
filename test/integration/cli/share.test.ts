import { chmod } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { createShare } from '../../../src/cli/share/share-notice.js';
import { makeFolder } from '../../helpers/folder.js';
import { notebook } from '../../helpers/notebook.js';
import { runEccola, startEccola } from '../../helpers/run-eccola.js';

afterEach(() => void vi.unstubAllEnvs());

/** Puts a tunnel program that behaves as this script first in PATH. */
async function installTunnel(name: string, script: string): Promise<void> {
  const folder = await makeFolder({ [name]: `#!/bin/sh\n${script}\n` });
  await chmod(path.join(folder, name), 0o755);
  vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
}

const OPTIONS = { port: 8866, baseUrl: '/', token: 'a b' };
const patient = () => AbortSignal.timeout(30_000);

test('the address that a tunnel program prints is shared, with the token', async () => {
  await installTunnel(
    'cloudflared',
    'echo "INF +--+" >&2; echo "INF | https://two-words.trycloudflare.com |" >&2; exec sleep 60',
  );
  const { notice, close } = await createShare({ ...OPTIONS, signal: patient() });
  close();
  expect(notice).toContain(
    'Anywhere, through cloudflared: https://two-words.trycloudflare.com/?token=a%20b',
  );
  expect(notice).toMatch(/[█▀▄]/);
});

test('a tunnel program that ends without an address leaves the local network', async () => {
  await installTunnel('cloudflared', 'echo "failed to connect" >&2; exit 1');
  const { notice } = await createShare({ ...OPTIONS, signal: patient() });
  expect(notice).not.toContain('Anywhere');
  expect(notice).toContain('install cloudflared or ngrok');
});

test('eccola --share shows a code, and the token in it opens the page', async () => {
  const root = await makeFolder({ 'app.ipynb': notebook(['1 + 1']) });
  const { url, output, close } = await startEccola([root, '--share', '--port=0']);
  await vi.waitFor(() => expect(output()).toMatch(/[█▀▄]/), { timeout: 20_000 });
  const { port } = new URL(url);
  const { search, port: shared } = new URL(/In the same network: (\S+)/.exec(output())?.[1] ?? url);
  expect(shared).toBe(port);
  const visit = async (query: string) =>
    await fetch(`http://127.0.0.1:${port}/voila/render/app.ipynb${query}`, { redirect: 'manual' });
  // The token is taken out of the address, and a cookie stands for it from then on.
  const shown = await visit(search);
  expect(shown.status).toBeLessThan(400);
  expect(shown.headers.getSetCookie()).not.toEqual([]);
  expect((await visit('')).status).toBe(401);
  expect((await close()).code).toBe(0);
});

test('--share and --public contradict each other', async () => {
  const { code, output } = await runEccola(['--share', '--public']);
  expect(output).toContain('--share makes a token');
  expect(code).toBe(2);
});
