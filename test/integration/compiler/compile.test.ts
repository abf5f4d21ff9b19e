import path from 'node:path';
import { expect, test } from 'vitest';
import type { CompiledCell } from '../../../src/protocol/compiled.js';
import { startCompiler } from '../../helpers/compile.js';
import { makeFolder } from '../../helpers/folder.js';

async function compile(
  cells: readonly string[],
  files: Record<string, string> = {},
  language: 'typescript' | 'javascript' = 'typescript',
) {
  const cwd = await makeFolder(files);
  return { cwd, ...(await startCompiler().compile({ cwd, cells, language })) };
}

const messagesOf = ({ diagnostics }: CompiledCell) => diagnostics.map(({ message }) => message);

test('says how far it is, cell by cell', async () => {
  const { said } = await compile(['1', '2', '3']);

  expect(said.filter(({ type }) => type === 'progress')).toEqual(
    [1, 2, 3].map((done) => ({ type: 'progress', id: 1, done, total: 3 })),
  );
});

test('compiles types away, and tells what a kernel needs to run the cell', async () => {
  const { notebook } = await compile([
    'type Point = { x: number };\nconst point: Point = { x: await Promise.resolve(1) };\npoint.x',
  ]);

  expect(notebook.cells).toMatchObject([
    {
      id: 'cell-0',
      index: 0,
      hasTopLevelAwait: true,
      lastExpressionVar: 'tsLastExpr',
      diagnostics: [],
    },
  ]);
  expect(notebook.cells[0]?.code).toContain('const point = { x: await Promise.resolve(1) };');
});

test('maps each line of the JavaScript to the line of the cell', async () => {
  const { notebook, cwd } = await compile(
    [
      'interface Gone {\n  a: string;\n}\n\nfunction third() {\n  return 1;\n}\n\nimport { size } from "./lib";\nthird() + size;',
    ],
    {
      'lib.ts':
        'type Gone = string;\n\nexport const size = 1;\nexport function fail(gone: Gone) {\n  throw new Error(gone);\n}',
    },
  );

  const [cell] = notebook.cells;
  const module = notebook.modules[path.join(cwd, 'lib.js')];
  const lineOf = (from: { code: string; lineMap: readonly number[] } | undefined, text: string) =>
    from?.lineMap[from.code.split('\n').findIndex((line) => line.includes(text))];
  expect([
    lineOf(cell, 'function third'),
    lineOf(cell, 'return 1'),
    lineOf(cell, 'third() + '),
    lineOf(cell, 'require('),
  ]).toEqual([5, 6, 10, 9]);
  expect([lineOf(module, 'size = 1'), lineOf(module, 'throw new Error')]).toEqual([3, 5]);
  expect(module?.source).toBe('lib.ts');
  expect(cell?.code).not.toMatch(/sourceMappingURL|lineMap/);
});

test('a finding has TypeScript’s number and the place in the cell or in the file', async () => {
  const { notebook } = await compile(
    [
      'const n: number = 1;\n  n.missing;\n',
      'import { bad } from "./bad";\nbad',
      'const wrong: { a: { b: string } } = { a: { b: 1 } };',
    ],
    { 'bad.ts': 'export const bad: string = 1;' },
  );

  expect(notebook.cells.map(({ diagnostics }) => diagnostics)).toEqual([
    [
      {
        message: "Property 'missing' does not exist on type 'number'.",
        code: 2339,
        category: 'error',
        line: 2,
        column: 5,
        endLine: 2,
        endColumn: 12,
      },
    ],
    [expect.objectContaining({ file: 'bad.ts', code: 2322, line: 1, column: 14 })],
    [
      expect.objectContaining({
        code: 2322,
        line: 1,
        message: expect.stringContaining('not assignable'),
      }),
    ],
  ]);
  expect(notebook.cells.every(({ code }) => code === '')).toBe(true);
});

test('a cell with an error does not keep the later ones from being compiled', async () => {
  const { notebook } = await compile([
    'const a = 1;',
    'const b: string = a;',
    'const c = a + 1;',
    'b',
    'c',
  ]);

  expect(notebook.cells.map(messagesOf)).toEqual([
    [],
    ["Type 'number' is not assignable to type 'string'."],
    [],
    ["Cannot find name 'b'."],
    [],
  ]);
});

test('eccola is known, types included, with nothing installed beside the notebook', async () => {
  const { notebook } = await compile([
    'import { IntSlider, display } from "eccola";\nconst slider = new IntSlider({ max: 10 });\nconst value: number = slider.value;',
    'slider.max = "ten";',
    'import { ImageClassifier } from "eccola/onnx";\nconst load: (path: string) => Promise<ImageClassifier> = ImageClassifier.load;',
    'import { display as show, newDisplay } from "tslab";\nshow.html("<b>1</b>");',
  ]);

  expect(notebook.cells.map(messagesOf)).toEqual([
    [],
    ["Type 'string' is not assignable to type 'number'."],
    [],
    [],
  ]);
  expect(notebook.imports).toEqual(['eccola', 'eccola/onnx', 'tslab']);
});

test('Node’s types and ES2023 are known everywhere', async () => {
  const { notebook } = await compile([
    'console.log(process.version, Buffer.from("a"), new URL("http://localhost"), structuredClone({}));',
    'const response: Promise<Response> = fetch("http://localhost");',
    'const sorted: number[] = [3, 1].toSorted().with(0, 1);\nnew Float32Array(2).toSorted().findLast((n) => n > 1)',
    'const line: Promise<string> = prompt("name?");',
    'import { readFile } from "node:fs/promises";\nreadFile("x", "utf8")',
  ]);

  expect(notebook.cells.flatMap(messagesOf)).toEqual([]);
});

test('a notebook’s own types of Node come first', async () => {
  const { notebook } = await compile(['ownGlobal.answer'], {
    'node_modules/@types/node/package.json':
      '{ "name": "@types/node", "version": "1.0.0", "types": "index.d.ts" }',
    'node_modules/@types/node/index.d.ts': 'declare const ownGlobal: { answer: number };',
  });

  expect(notebook.cells.flatMap(messagesOf)).toEqual([]);
});

test('a JavaScript notebook is compiled as JavaScript', async () => {
  const { notebook } = await compile(
    ['let a = 1;\na = "any";', 'const b: string = a;', 'a'],
    {},
    'javascript',
  );

  expect(notebook.language).toBe('javascript');
  expect(notebook.cells.map(({ diagnostics }) => diagnostics.length > 0)).toEqual([
    true,
    true,
    true,
  ]);
});

test('what a JavaScript cell requires is known to all later cells', async () => {
  const { notebook } = await compile(
    [
      'const fs = require("fs"), events = require("events");\nconst { join } = require("path");',
      '1',
      '2',
      'fs.existsSync(join("a", "b"))',
      'new events.EventEmitter()',
    ],
    {},
    'javascript',
  );

  expect(notebook.cells.flatMap(messagesOf)).toEqual([]);
});

test('a cell may be a module that later cells import', async () => {
  const cwd = await makeFolder();
  const cacheDir = await makeFolder();
  const cells = [
    '/** @module shapes */\nexport const area = (side: number) => side * side;',
    'import { area } from "./shapes";\narea(3)',
  ];
  const compiler = startCompiler();

  const first = await compiler.compile({ cwd, cells, cacheDir });
  const again = await compiler.compile({ cwd, cells, cacheDir });
  const changed = await compiler.compile({
    cwd,
    cells: [cells[0] ?? '', 'import { area } from "./shapes";\narea(4)'],
    cacheDir,
  });

  expect(first.notebook.cells.map(({ code, modules }) => [code === '', modules])).toEqual([
    [true, []],
    [false, [path.join(cwd, 'shapes.js')]],
  ]);
  expect(first.notebook.modules[path.join(cwd, 'shapes.js')]).toMatchObject({
    source: 'shapes.ts',
    lineMap: expect.arrayContaining([2]),
  });
  expect(again.fresh).toBe(0);
  expect(again.notebook).toEqual(first.notebook);
  expect(changed.notebook.cells[1]?.diagnostics).toEqual([]);
});

test('a file outside the notebook’s folder is refused in words', async () => {
  const folder = await makeFolder({ 'outside.ts': 'export const outside = 1;', 'app/here.ts': '' });
  const compiler = startCompiler();

  const { notebook } = await compiler.compile({
    cwd: path.join(folder, 'app'),
    cells: ['import { outside } from "../outside";\noutside', '1 + 1'],
  });

  expect(notebook.cells.map(messagesOf)).toEqual([
    [expect.stringContaining('outside the notebook’s folder')],
    [],
  ]);
});
