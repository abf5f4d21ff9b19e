import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startCompiler, type TestCompiler } from '../../helpers/compile.js';
import { makeFolder } from '../../helpers/folder.js';

const CELLS = ['const a: number = 1;', 'const b = a + 1;', 'b'];
const FILES = {
  'lib/list.ts': 'export const size = 1;',
  'lib/other.ts': 'export const other = 1;',
};

/** Compiles in a process of its own, so that nothing but the disk is remembered. */
async function compileAnew(input: Parameters<TestCompiler['compile']>[0]) {
  const compiler = startCompiler();
  const compilation = await compiler.compile(input);
  await compiler.close();
  return compilation;
}

test('a notebook that has not changed is not compiled again', async () => {
  const input = { cwd: await makeFolder(), cells: CELLS, cacheDir: await makeFolder() };

  const first = await compileAnew(input);
  const again = await compileAnew(input);

  expect(first.fresh).toBeGreaterThan(0);
  expect(again.fresh).toBe(0);
  expect(again.notebook).toEqual(first.notebook);
  expect(await readdir(input.cacheDir)).toEqual([expect.stringMatching(/^[0-9a-f]{32}\.json$/)]);
});

test('a changed cell is compiled again, and those whose declarations change with it', async () => {
  const { compile } = startCompiler();
  const input = { cwd: await makeFolder(), cells: CELLS, cacheDir: await makeFolder() };
  const before = await compile(input);

  const sameType = await compile({
    ...input,
    cells: ['const a: number = 2;', ...CELLS.slice(1)],
  });
  const otherType = await compile({
    ...input,
    cells: ['const a = "text";', ...CELLS.slice(1)],
  });
  const back = await compile({ ...input, cells: CELLS });

  expect(sameType.fresh).toBeGreaterThan(0);
  expect(sameType.notebook.cells.map(({ code }) => code)).toEqual([
    expect.stringContaining('const a = 2'),
    before.notebook.cells[1]?.code,
    before.notebook.cells[2]?.code,
  ]);
  expect(otherType.notebook.cells[1]?.diagnostics).toEqual([]);
  expect(back.notebook).toEqual(before.notebook);
});

test('a cell is compiled again when a file changes that it imports, at whatever distance', async () => {
  const cwd = await makeFolder({ ...FILES, 'lib/far.ts': 'export { size } from "./list";' });
  const cells = [
    'import { size } from "./lib/far";\nsize',
    'import { other } from "./lib/other";\nother',
  ];
  const input = { cwd, cells, cacheDir: await makeFolder() };
  const { compile } = startCompiler();
  const before = await compile(input);

  await writeFile(path.join(cwd, 'lib/list.ts'), 'export const size = 2;');
  const after = await compile(input);
  const again = await compile(input);

  const file = (name: string) => path.join(cwd, 'lib', name);
  expect(before.notebook.cells.map(({ modules }) => [...modules].sort())).toEqual([
    [file('far.js'), file('list.js')],
    [file('other.js')],
  ]);
  expect(after.fresh).toBeGreaterThan(0);
  expect(after.notebook.modules[file('list.js')]?.code).toContain('exports.size = 2');
  expect(Object.keys(after.notebook.modules).sort()).toEqual(
    Object.keys(before.notebook.modules).sort(),
  );
  expect(again.fresh).toBe(0);
});

test('one compiler notices a changed file as well', async () => {
  const cwd = await makeFolder(FILES);
  const input = {
    cwd,
    cells: ['import { size } from "./lib/list";\nsize.toFixed()'],
    cacheDir: await makeFolder(),
  };
  const compiler = startCompiler();

  const before = await compiler.compile(input);
  await writeFile(path.join(cwd, 'lib/list.ts'), 'export const size = "now a text";');
  const wrong = await compiler.compile(input);
  await writeFile(path.join(cwd, 'lib/list.ts'), 'export const size = 22;');
  const mended = await compiler.compile(input);

  expect(before.notebook.cells[0]?.diagnostics).toEqual([]);
  expect(wrong.notebook.cells[0]?.diagnostics).toMatchObject([{ line: 2, column: 6 }]);
  expect(mended.notebook.cells[0]?.diagnostics).toEqual([]);
  expect(mended.notebook.modules[path.join(cwd, 'lib/list.js')]?.code).toContain('22');
});

test('two notebooks of a folder import the same file', async () => {
  const cwd = await makeFolder(FILES);
  const compiler = startCompiler();
  const cells = ['import { size } from "./lib/list";\nsize'];

  const first = await compiler.compile({ cwd, cells });
  const second = await compiler.compile({ cwd, cells });

  expect(second.fresh).toBeGreaterThan(0);
  expect(second.notebook).toEqual(first.notebook);
  expect(Object.keys(second.notebook.modules)).toEqual([path.join(cwd, 'lib/list.js')]);
});

test('a cell that did not compile is tried again: what it lacked may have come', async () => {
  const cwd = await makeFolder();
  const input = {
    cwd,
    cells: ['import { late } from "./late";\nlate', 'import { kind } from "pkg";\nkind'],
    cacheDir: await makeFolder(),
  };
  const compiler = startCompiler();

  const before = await compiler.compile(input);
  await writeFile(path.join(cwd, 'late.ts'), 'export const late = 1;');
  const after = await compiler.compile(input);

  expect(before.notebook.cells.map(({ diagnostics }) => diagnostics.length)).toEqual([1, 1]);
  expect(after.notebook.cells.map(({ diagnostics }) => diagnostics.length)).toEqual([0, 1]);
});

const DAMAGES: Record<string, (text: string) => string> = {
  'no JSON': () => '{ "cells": [',
  'other JSON': () => '[]',
  'a manifest whose text was changed': (text) => text.replace('const a = 1', 'const a = 9'),
  'a manifest of another format': (text) => text.replace(/"format":\d+/, '"format":0'),
};

test('a damaged cache is not used, and mended', async () => {
  const { compile } = startCompiler();
  const input = { cwd: await makeFolder(), cells: CELLS, cacheDir: await makeFolder() };
  const before = await compile(input);
  const [name] = await readdir(input.cacheDir);
  const file = path.join(input.cacheDir, name ?? '');

  for (const [what, damage] of Object.entries(DAMAGES)) {
    await writeFile(file, damage(await readFile(file, 'utf8')));
    const damaged = await compile(input);
    const mended = await compile(input);
    expect(damaged.fresh, what).toBeGreaterThan(0);
    expect(damaged.notebook, what).toEqual(before.notebook);
    expect(mended.fresh, what).toBe(0);
  }
});

test('a cache that cannot be written is a warning, not an error', async () => {
  const folder = await makeFolder({ file: '' });
  const cacheDir = path.join(folder, 'file', 'cache');

  const { notebook, said } = await startCompiler().compile({ cwd: folder, cells: CELLS, cacheDir });

  expect(notebook.cells).toHaveLength(3);
  expect(said).toContainEqual({
    type: 'warning',
    id: 1,
    message: expect.stringMatching(/^The compiled notebook could not be kept.*file/),
  });
});
