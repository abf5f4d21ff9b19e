import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createTitleReader } from '../../../src/server/title-reader.js';
import { makeFolder } from '../../helpers/folder.js';
import { notebook } from '../../helpers/notebook.js';

const titled = (title: string) => notebook([], { markdown: `# ${title}` });

test('a title is read again when its file has changed, and not before', async () => {
  const file = path.join(await makeFolder({ 'a.ipynb': titled('First') }), 'a.ipynb');
  const { atime, mtime } = await stat(file);
  await utimes(file, atime, mtime);
  const read = createTitleReader();
  expect(await read(file, 'a.ipynb')).toBe('First');

  // As long as before, and not newer: nobody looks into it.
  await writeFile(file, (await readFile(file, 'utf8')).replace('First', 'Other'));
  await utimes(file, atime, mtime);
  expect(await read(file, 'a.ipynb')).toBe('First');

  await writeFile(file, titled('Second one'));
  expect(await read(file, 'a.ipynb')).toBe('Second one');
  await rm(file);
  expect(await read(file, 'a.ipynb')).toBeUndefined();
});

test('what is no notebook has no title', async () => {
  const file = path.join(await makeFolder({ 'a.ipynb': '{' }), 'a.ipynb');
  expect(await createTitleReader()(file, 'a.ipynb')).toBeUndefined();
});
