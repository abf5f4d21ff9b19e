import { mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { watchFile, watchText } from '../../../src/server/watched-file.js';

async function makeFile(text: string) {
  const folder = await mkdtemp(join(tmpdir(), 'eccola-watch-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'file');
  await writeFile(file, text);
  return { folder, file };
}

test('a file changes with its content, not with its time', async () => {
  const { file } = await makeFile('one');
  const watched = await watchFile(file);
  expect(await watched.hasChanged()).toBe(false);
  await utimes(file, 1, 1);
  expect(await watched.hasChanged()).toBe(false);
  await writeFile(file, 'two');
  expect(await watched.hasChanged()).toBe(true);
});

test('a file that is replaced, as editors save, has changed', async () => {
  const { folder, file } = await makeFile('one');
  const watched = await watchFile(file);
  await writeFile(join(folder, 'new'), 'two');
  await rename(join(folder, 'new'), file);
  expect(await watched.hasChanged()).toBe(true);
});

test('a file that goes has changed, and one that was not there and comes', async () => {
  const { folder, file } = await makeFile('one');
  const watched = await watchFile(file);
  const missing = await watchFile(join(folder, 'later'));
  await rm(file);
  await writeFile(join(folder, 'later'), 'x');
  expect([await watched.hasChanged(), await missing.hasChanged()]).toEqual([true, true]);
});

test('what the digest leaves out is no change', async () => {
  const { file } = await makeFile('kept // note');
  const watched = await watchText(file, (text) => text.split('//')[0] ?? '');
  expect(watched.text).toBe('kept // note');
  await writeFile(file, 'kept // another note');
  expect(await watched.hasChanged()).toBe(false);
});
