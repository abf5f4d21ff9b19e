import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { resolveServedPath } from '../../../src/server/served-path.js';

const top = await realpath(await mkdtemp(join(tmpdir(), 'eccola-paths-')));
const root = join(top, 'data');

beforeAll(async () => {
  await mkdir(join(root, 'sub'), { recursive: true });
  await mkdir(join(root, '.hidden'));
  await mkdir(join(top, 'data-secret'));
  const files = [
    'data/a b.ipynb',
    'data/sub/ü?#.ipynb',
    'data/.hidden/x',
    'data/sub/C:x',
    'data-secret/x',
  ];
  for (const file of files) await writeFile(join(top, file), '');
  await symlink(join(top, 'data-secret'), join(root, 'out'));
  await symlink('/etc/passwd', join(root, 'passwd.ipynb'));
  await symlink(join(root, 'sub'), join(root, 'in'));
});
afterAll(() => rm(top, { recursive: true }));

test.each([
  ['a b.ipynb', 'a b.ipynb'],
  ['sub/ü?#.ipynb', 'sub/ü?#.ipynb'],
  ['in/ü?#.ipynb', 'sub/ü?#.ipynb'],
  ['sub//', 'sub'],
  ['', ''],
])('finds %j below the root', async (path, file) => {
  const found = await resolveServedPath(root, path);
  expect(found.file).toBe(join(root, file));
});

test.each([
  '..',
  '../data-secret/x',
  '../data/a b.ipynb',
  'sub/../../data-secret/x',
  'sub/../a b.ipynb',
  '../../../../../../etc/passwd',
  '/etc/passwd',
  '//etc/passwd',
  'out/x',
  'passwd.ipynb',
  '..\\data-secret\\x',
  '\\\\host\\share',
  '//host/share',
  'sub\\..\\..\\data-secret',
  'C:\\windows\\win.ini',
  'a b.ipynb\0.png',
  '.hidden/x',
  'none.ipynb',
  './a b.ipynb',
  '-secret/x',
])('finds nothing at %j, and does not say where it looked', async (path) => {
  const failure = await resolveServedPath(root, path).catch((error: unknown) => error);
  expect(failure).toMatchObject({ name: 'AppError', status: 404 });
  expect(String(failure)).not.toContain(top);
});
