import { cp, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { BearsPage } from '../helpers/bears-page.js';
import { makeFolder } from '../helpers/folder.js';
import { openPage } from '../helpers/open-page.js';
import { phonePhoto, photo } from '../helpers/photos.js';
import { descendantsOf, kernelsOf } from '../helpers/process-tree.js';
import { REPOSITORY, startEccola } from '../helpers/run-eccola.js';
import { watchFiles } from '../helpers/watch-files.js';

test('a 5 MB photo sends less than 100 kB back and writes no file', async () => {
  const root = await makeFolder();
  await cp(path.join(REPOSITORY, 'notebooks'), root, { recursive: true });
  const [home, temporary] = [await makeFolder(), await makeFolder()];
  const eccola = await startEccola([root, '--port=0'], {
    env: { HOME: home, XDG_CACHE_HOME: path.join(home, 'cache'), TMPDIR: temporary },
  });
  const { page } = await openPage(`${eccola.url}/voila/render/bears.ipynb`);
  const bears = new BearsPage(page);
  await bears.ask(await photo('edward_bear.png'), /teddy/i);
  const large = await phonePhoto();
  expect(large.buffer.length).toBeGreaterThan(5e6);
  expect(large.buffer.length).toBeLessThan(10e6);
  const { touched } = watchFiles([root, home, temporary]);
  const received = await countReceivedBytes(page);
  const writtenBefore = await bytesWritten(eccola.pid);

  await bears.ask(large, /brown bear/i);

  expect(received()).toBeGreaterThan(0);
  expect(received()).toBeLessThan(100_000);
  expect(touched).toEqual([]);
  expect((await bytesWritten(eccola.pid)) - writtenBefore).toBeLessThan(100_000);
});

test('refuses a photo over the limit before it travels, and takes the next', async () => {
  const { url } = await startEccola(['notebooks', '--port=0', '--upload-limit=10']);
  const { page } = await openPage(`${url}/voila/render/bears.ipynb`);
  const bears = new BearsPage(page);
  await bears.ask(await photo('edward_bear.png'), /teddy/i);
  const client = await page.context().newCDPSession(page);
  await client.send('Network.enable');
  let sent = 0;
  client.on('Network.webSocketFrameSent', ({ response }) => {
    sent += response.payloadData.length;
  });

  await bears.choose({ name: 'huge.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(11e6) });

  await expect
    .poll(() => page.innerText('body'))
    .toMatch(/huge\.jpg is 11 MB; this page takes files up to 10 MB/);
  expect(sent).toBeLessThan(100_000);
  await bears.ask(await photo('european-bear.png'), /brown bear/i);
});

test('a photo that was chosen goes to every kernel that takes the place of one before', async () => {
  const eccola = await startEccola(['notebooks', '--port=0']);
  const { page } = await openPage(`${eccola.url}/voila/render/bears.ipynb`);
  const bears = new BearsPage(page);
  await bears.ask(await photo('european-bear.png'), /brown bear/i);
  const replaced = page.getByText('your inputs were kept');

  for (const _ of ['first', 'second']) {
    const kernels = kernelsOf(eccola.pid);
    for (const kernel of kernels) process.kill(kernel, 'SIGKILL');
    await replaced.waitFor();
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await expect.poll(() => bears.prediction.textContent()).toBe('');
    await bears.classify();
    await expect.poll(() => bears.prediction.textContent()).toMatch(/brown bear/i);
  }
});

/** Counts what the page receives from now on, over HTTP and its websocket. */
async function countReceivedBytes(page: Page): Promise<() => number> {
  const client = await page.context().newCDPSession(page);
  await client.send('Network.enable');
  let bytes = 0;
  client.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  client.on('Network.webSocketFrameReceived', ({ response }) => {
    // Opcode 2 is a binary frame, whose payload CDP gives in base64.
    bytes += response.payloadData.length * (response.opcode === 2 ? 0.75 : 1);
  });
  return () => bytes;
}

/** What a process and its descendants have had written to storage, from /proc. */
async function bytesWritten(pid: number): Promise<number> {
  const all = [pid, ...descendantsOf(pid)].map(async (id) => {
    const io = await readFile(`/proc/${id}/io`, 'utf8');
    return Number(/^write_bytes: (\d+)$/m.exec(io)?.[1]);
  });
  return (await Promise.all(all)).reduce((sum, bytes) => sum + bytes, 0);
}
