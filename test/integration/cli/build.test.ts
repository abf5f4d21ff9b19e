import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from '../../helpers/folder.js';
import { notebook } from '../../helpers/notebook.js';
import { runEccola } from '../../helpers/run-eccola.js';

test('compiles and runs every notebook, and keeps what was compiled', async () => {
  const root = await makeFolder({
    'sum.ipynb': notebook(['const a: number = 1;\na + 1']),
    'apps/list.ipynb': notebook(['[1, 2].map((x) => x * 2)']),
  });
  const env = { XDG_CACHE_HOME: await makeFolder() };
  const { code, output } = await runEccola(['build', root], { env });
  expect(output).toContain('✓ sum.ipynb: a page of ');
  expect(output).toContain('✓ apps/list.ipynb: a page of ');
  expect(code).toBe(0);
  const cache = path.join(env.XDG_CACHE_HOME, 'eccola');
  expect(await readdir(path.join(cache, 'runs'))).toHaveLength(2);
  expect(await readdir(cache)).toHaveLength(3);
});

test('ends with 1 and names the cell that cannot be published, past which it builds the others', async () => {
  const root = await makeFolder({
    'broken.ipynb': notebook(['const a: number = "x";']),
    'throws.ipynb': notebook(['1', 'throw new Error("no bears")']),
    'fine.ipynb': notebook(['1']),
  });
  const { code, output } = await runEccola(['build', root]);
  expect(output).toMatch(/✗ broken\.ipynb: Cell 1 does not compile\.[\s\S]*not assignable/);
  expect(output).toMatch(/✗ throws\.ipynb: Cell 2 threw an error\.[\s\S]*no bears/);
  expect(output).toContain('✓ fine.ipynb');
  expect(code).toBe(1);
});

test('a notebook in another language is left out beside one that is published, and is an error alone', async () => {
  const snake = { 'snake.ipynb': notebook(['1'], { language: 'python' }) };
  const beside = await runEccola([
    'build',
    await makeFolder({ ...snake, 'a.ipynb': notebook([]) }),
  ]);
  expect(beside.output).toContain('– snake.ipynb: snake.ipynb is written in python');
  expect(beside.code).toBe(0);
  expect((await runEccola(['build', await makeFolder(snake)])).code).toBe(1);
});

test('tells a program what it did', async () => {
  const root = await makeFolder({ 'fails.ipynb': notebook(['throw new Error("no bears")']) });
  const { output } = await runEccola(['build', root, '--json']);
  expect(JSON.parse(output.slice(output.indexOf('{')))).toEqual({
    notebooks: [
      {
        path: 'fails.ipynb',
        // What stands before the cell that fails is a page.
        pageBytes: expect.any(Number),
        error: {
          code: 'CELL_FAILED',
          message: 'Cell 1 threw an error.',
          traceback: expect.stringContaining('no bears'),
        },
      },
    ],
  });
});

test('a folder without notebooks is said to have none', async () => {
  const { code, output } = await runEccola(['build', await makeFolder()]);
  expect(output).toContain('There is no notebook to build.');
  expect(code).toBe(0);
});
