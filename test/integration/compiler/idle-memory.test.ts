import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { startCompiler } from '../../helpers/compile.js';
import { makeFolder } from '../../helpers/folder.js';

/** Of a process, in kB. */
async function residentSize(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]);
}

test('a compiler that has been idle gives memory back, and compiles on', async () => {
  const compiler = startCompiler();
  const cwd = await makeFolder();
  await compiler.compile({ cwd, cells: ['const one: number = 1;'] });
  const before = await residentSize(compiler.pid);
  await expect.poll(() => residentSize(compiler.pid)).toBeLessThan(before - 10_000);

  const { notebook } = await compiler.compile({ cwd, cells: ['const two: number = 2;'] });

  expect(notebook.cells[0]?.diagnostics).toEqual([]);
});
