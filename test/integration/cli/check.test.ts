import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from '../../helpers/folder.js';
import { notebook } from '../../helpers/notebook.js';
import { runEccola } from '../../helpers/run-eccola.js';

const FINE = notebook([
  'import { IntSlider } from "eccola";\nconst slider = new IntSlider({ value: 3 });',
  'throw new Error(`never run: ${slider.value.toFixed(1)}`);',
]);

test('each error is a line with its place, and the lines around it; later cells are checked all the same', async () => {
  const cwd = await makeFolder({
    'lib/list.ts': 'export const one = 1;\nexport const list: number[] = ["x"];',
    'bad.ipynb': notebook(
      [
        'const a: number = "x";\nconst b = 2;',
        'b.toFixed();\nb.toFxed();',
        'import { one } from "./lib/list"; one',
        'import { list } from "./lib/list"; list.length',
      ],
      { markdown: '# Bad' },
    ),
    'apps/fine.ipynb': FINE,
  });
  const { code, output } = await runEccola(['check'], { cwd });
  expect(
    output,
  ).toBe(`bad.ipynb cell 2:1:7 - error TS2322: Type 'string' is not assignable to type 'number'.
> 1 | const a: number = "x";
  2 | const b = 2;

bad.ipynb cell 3:2:3 - error TS2551: Property 'toFxed' does not exist on type '2'. Did you mean 'toFixed'?
  1 | b.toFixed();
> 2 | b.toFxed();

lib/list.ts:2:32 - error TS2322: Type 'string' is not assignable to type 'number'.
  1 | export const one = 1;
> 2 | export const list: number[] = ["x"];

3 errors in 1 of 2 notebooks.
`);
  expect(code).toBe(1);
});

test('notebooks without errors end with 0, and leave nothing beside them', async () => {
  const cwd = await makeFolder({ 'a/fine.ipynb': FINE, 'b.ipynb': notebook([]) });
  const { code, output } = await runEccola(['check', 'a/fine.ipynb', 'b.ipynb', 'a'], { cwd });
  expect(output).toBe('No errors in 2 notebooks.\n');
  expect(code).toBe(0);
  expect(await readdir(path.join(cwd, 'a'))).toEqual(['fine.ipynb']);
});

test('tells a program what it found', async () => {
  const cwd = await makeFolder({ 'bad.ipynb': notebook(['', 'let n: number;\nn = true']) });
  const { code, output } = await runEccola(['check', '--json'], { cwd });
  expect(JSON.parse(output)).toEqual({
    ok: false,
    notebooks: [
      {
        path: 'bad.ipynb',
        diagnostics: [
          {
            cell: 2,
            line: 2,
            column: 1,
            endLine: 2,
            endColumn: 2,
            code: 2322,
            category: 'error',
            message: "Type 'boolean' is not assignable to type 'number'.",
          },
        ],
      },
    ],
  });
  expect(code).toBe(1);
});

test('what is no notebook is a sentence and an error; another language is one alone', async () => {
  const python = notebook(['print(1)'], { language: 'python' });
  const cwd = await makeFolder({
    'broken.ipynb': '{',
    'snake.ipynb': python,
    'fine/f.ipynb': FINE,
  });
  const broken = await runEccola(['check', 'broken.ipynb', 'fine'], { cwd });
  expect(broken.output).toContain('✗ broken.ipynb is not a notebook: its text is not JSON.');
  expect(broken.output).toContain('1 error in 1 of 2 notebooks.');
  expect(broken.code).toBe(1);

  const beside = await runEccola(['check', 'snake.ipynb', 'fine'], { cwd });
  expect(beside.output).toContain('– snake.ipynb is written in python');
  expect(beside.output).toContain('No errors in 1 notebook.');
  expect(beside.code).toBe(0);

  const alone = await runEccola(['check', 'snake.ipynb'], { cwd });
  expect(alone.output).toContain('No notebook was checked.');
  expect(alone.code).toBe(1);
});

test.each([
  [['check', 'nowhere.ipynb'], 'There is no notebook or folder "nowhere.ipynb".', 1],
  [['check', 'empty'], 'There is no notebook in empty.', 1],
  [['check', 'empty/note.txt'], 'note.txt" is not a notebook.', 1],
  [['check', '--jsn'], 'eccola has no option --jsn.', 2],
])('eccola %j is refused in words', async (args, words, expected) => {
  const cwd = await makeFolder({ 'empty/note.txt': '' });
  const { code, output } = await runEccola(args, { cwd });
  expect(output).toContain(words);
  expect(code).toBe(expected);
});
