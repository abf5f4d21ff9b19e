import { chmod } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { createShare } from '../../../src/cli/share/share-notice.js';
import { makeFolder } from '../../helpers/folder.js';

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
