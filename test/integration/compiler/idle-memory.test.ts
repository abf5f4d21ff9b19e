import { expect, test } from 'vitest';
import { startCompiler } from '../../helpers/compile.js';
import { makeFolder } from '../../helpers/folder.js';
import { residentSize } from '../../helpers/resident-size.js';

test('a compiler that has been idle gives memory back, and compiles on', async () => {
  const compiler = startCompiler();
  const cwd = await makeFolder();
  await compiler.compile({ cwd, cells: ['const one: number = 1;'] });
  const before = await residentSize(compiler.pid);
  await expect.poll(() => residentSize(compiler.pid)).toBeLessThan(before - 10_000);

  const { notebook } = await compiler.compile({ cwd, cells: ['const two: number = 2;'] });

  expect(notebook.cells[0]?.diagnostics).toEqual([]);
});
