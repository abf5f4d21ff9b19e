import { watch } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import { makeFolder } from '../../helpers/folder.js';
import { noiseJpeg } from '../../helpers/images.js';
import { BEARS, photo, startInference } from '../../helpers/start-inference.js';

/** Tells of every file that is made, written or removed anywhere in a folder, however short its life. */
function watchFolder(folder: string): string[] {
  const seen: string[] = [];
  const watcher = watch(folder, { recursive: true }, (event, name) =>
    seen.push(`${event} ${name}`),
  );
  onTestFinished(() => watcher.close());
  return seen;
}

/** What a process has caused to be written to disks, in bytes; files that never had a name are counted too. */
async function bytesWritten(pid: number): Promise<number> {
  const io = await readFile(`/proc/${pid}/io`, 'utf8');
  return Number(/^write_bytes: (\d+)$/m.exec(io)?.[1]);
}

test('no file is written by an upload: not in the folders for such files, nor elsewhere', async () => {
  const folder = await makeFolder({ 'tmp/.keep': '', 'cwd/.keep': '', 'home/.keep': '' });
  const inside = (name: string) => path.join(folder, name);
  // onnxruntime keeps quiet by itself where `CI` is set.
  const { CI: _, XDG_CACHE_HOME: __, ...env } = process.env;
  const service = await startInference({
    cwd: inside('cwd'),
    env: { ...env, TMPDIR: inside('tmp'), HOME: inside('home') },
  });
  const seen = watchFolder(folder);
  const client = service.connect();
  const before = await bytesWritten(service.pid);

  // Turned, the large ones need all of their pixels at once: more memory than libvips uses before it takes to the disk.
  const large = sharp({ create: { width: 7000, height: 6000, channels: 3, background: '#842' } });
  const turned = () => large.clone().withMetadata({ orientation: 6 });
  const images = [
    await photo('european-bear.png'),
    await photo('chelsea.heic'),
    await noiseJpeg(3200, 2400),
    await turned().webp({ effort: 0 }).toBuffer(),
    await turned().png().toBuffer(),
    new TextEncoder().encode('no image'),
  ];
  for (const image of images) {
    const calls = [
      client.call({ method: 'classify', params: { path: BEARS, top: 1 } }, image),
      client.call({ method: 'thumbnail', params: { size: 256 } }, image),
    ];
    const outcomes = (await Promise.allSettled(calls)).map(({ status }) => status);
    const expected = image === images.at(-1) ? 'rejected' : 'fulfilled';
    expect(outcomes).toEqual([expected, expected]);
  }

  expect(await bytesWritten(service.pid)).toBe(before);
  // Events come in their order: once this file has been told of, everything before it has been.
  await writeFile(inside('last'), '');
  await expect.poll(() => seen.some((event) => event.endsWith(' last'))).toBe(true);
  expect(seen.filter((event) => !event.endsWith(' last'))).toEqual([]);
  expect((await readdir(folder)).sort()).toEqual(['cwd', 'home', 'last', 'tmp']);
}, 120_000);
