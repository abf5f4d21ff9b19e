import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from '../../helpers/folder.js';
import { runEccola } from '../../helpers/run-eccola.js';

test('installs both kernels below a prefix, with paths that hold from any folder, and removes them', async () => {
  const prefix = await makeFolder();
  const { code, output } = await runEccola(['install', '--prefix', prefix]);
  expect(output).toContain('tslab (TypeScript) and jslab (JavaScript) are installed');
  expect(code).toBe(0);
  const kernels = path.join(prefix, 'share/jupyter/kernels');
  const { argv, language } = JSON.parse(
    await readFile(path.join(kernels, 'tslab/kernel.json'), 'utf8'),
  );
  expect(argv.slice(0, 2).every(path.isAbsolute)).toBe(true);
  expect(language).toBe('typescript');

  expect((await runEccola(['uninstall', '--prefix', prefix])).output).toContain('Removed tslab');
  expect(await readdir(kernels)).toEqual([]);
});

test('does not overwrite a kernel that is somebody else’s without being told to', async () => {
  const theirs = '{"argv": ["tslab"], "display_name": "TypeScript"}';
  const prefix = await makeFolder({ 'share/jupyter/kernels/tslab/kernel.json': theirs });
  const refused = await runEccola(['install', '--prefix', prefix]);
  expect(refused.output).toContain('There is a kernel tslab at');
  expect(refused.code).toBe(2);
  expect((await runEccola(['uninstall', '--prefix', prefix])).output).toContain('no kernel');
  expect((await runEccola(['install', '--prefix', prefix, '--replace'])).code).toBe(0);
});

test.each([
  [['--user', '--prefix', '/x'], 'exclude each other'],
  [['--name', 'a b'], 'cannot be called "a b"'],
])('refuses %j in words', async (args, words) => {
  const { code, output } = await runEccola(['install', ...args]);
  expect(output).toContain(words);
  expect(code).toBe(2);
});
