import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { CodeCache } from '../../../../src/runtime/compiler/code-cache.js';
import { makeFolder } from '../../../helpers/folder.js';

afterEach(() => vi.unstubAllEnvs());

const SOURCE =
  'const path = require("node:path"); exports.twice = (n) => 2 * n; exports.base = path.basename(__filename);';

/** Loads the file as the first or a later process would. */
function load(file: string): {
  cache: CodeCache;
  exports: { twice(n: number): number; base: string };
} {
  const require = createRequire(file);
  delete require.cache[file];
  const cache = new CodeCache();
  cache.load(file, require);
  return { cache, exports: require(file) };
}

async function prepare() {
  const folder = await makeFolder({ 'large.cjs': SOURCE });
  vi.stubEnv('XDG_CACHE_HOME', folder);
  const kept = () => {
    const code = path.join(folder, 'eccola/code');
    return existsSync(code) ? readdirSync(code).map((name) => path.join(code, name)) : [];
  };
  return { file: path.join(folder, 'large.cjs'), kept };
}

test('a file is what require would make of it, the first time and from what was kept', async () => {
  const { file, kept } = await prepare();
  const first = load(file);
  expect([first.exports.twice(21), first.exports.base]).toEqual([42, 'large.cjs']);
  expect(kept()).toEqual([]);

  first.cache.save();
  const [written = ''] = kept();
  const content = readFileSync(written);
  const second = load(file);
  second.cache.save();
  expect(second.exports.twice(4)).toBe(8);
  expect(kept()).toEqual([written]);
  expect(readFileSync(written)).toEqual(content);
});

test('what was kept and is damaged is not used, and made anew', async () => {
  const { file, kept } = await prepare();
  load(file).cache.save();
  const [written = ''] = kept();
  const whole = readFileSync(written);
  writeFileSync(written, whole.subarray(0, whole.length / 2));

  const { cache, exports } = load(file);
  cache.save();
  expect(exports.twice(3)).toBe(6);
  expect(readFileSync(written).length).toBe(whole.length);
});

test('without a place to keep it, nothing is kept', async () => {
  const { file, kept } = await prepare();
  vi.stubEnv('XDG_CACHE_HOME', undefined);
  vi.stubEnv('HOME', undefined);
  const { cache, exports } = load(file);
  cache.save();
  expect(exports.twice(3)).toBe(6);
  expect(kept()).toEqual([]);
});
