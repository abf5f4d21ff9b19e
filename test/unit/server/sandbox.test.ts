import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { sandboxArguments } from '../../../src/server/sandbox.js';
import { makeFolder } from '../../helpers/folder.js';

const CODE_CACHE = '/var/empty/code-cache';
const PACKAGE = path.resolve(import.meta.dirname, '../../..');

/** What may be read, without the `/` that stands for all below it. */
function readable(root: string): string[] {
  const options = {
    root,
    cwd: root,
    temporaryFolder: '/var/empty/eccola-k1',
    codeCache: CODE_CACHE,
  };
  const args = sandboxArguments({
    ...options,
    allowNative: false,
    allowWorker: false,
    memoryLimit: 256,
  });
  return args
    .filter((arg) => arg.startsWith('--allow-fs-read='))
    .map((arg) => arg.slice('--allow-fs-read='.length).replace(/\/$/, ''));
}

// Node 20 denies what lies beside a place that is allowed twice.
test.each([
  ['eccola is installed below the served root', path.dirname(PACKAGE)],
  ['eccola lies elsewhere', '/srv/notebooks'],
  ['the code cache is below the served root', '/var/empty'],
])('names no place below another where %s', (_case, root) => {
  const places = readable(root);
  const nested = places.filter((place) =>
    places.some((other) => place !== other && place.startsWith(`${other}/`)),
  );
  expect(nested).toEqual([]);
  for (const file of [`${PACKAGE}/package.json`, CODE_CACHE]) {
    expect(places.some((place) => file.startsWith(place))).toBe(true);
  }
});

test('a package that is linked between two kernels can be read by the second', async () => {
  const root = await makeFolder({
    'app/node_modules/plain/index.js': '',
    'app/node_modules/@team/kit/index.js': '',
    'elsewhere/first/index.js': '',
    'elsewhere/second/index.js': '',
  });
  const app = path.join(root, 'app');
  const [first = '', second = ''] = ['first', 'second'].map((name) =>
    path.join(root, 'elsewhere', name),
  );
  const before = readable(app);
  expect(before).not.toContain(first);
  expect(readable(app)).toEqual(before);

  await symlink(first, path.join(app, 'node_modules/first'));
  expect(readable(app)).toContain(first);
  await symlink(second, path.join(app, 'node_modules/@team/second'));
  expect(readable(app)).toContain(second);
});
