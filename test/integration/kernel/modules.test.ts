import { mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from '../../helpers/folder.js';
import { type Answer, contentsOf } from '../../helpers/kernel-client.js';
import { startKernel } from '../../helpers/start-kernel.js';

/** Packages as they lie in a parent's node_modules, and files beside the notebook. */
const FILES = {
  'node_modules/plain/package.json': '{ "name": "plain", "version": "1.2.3" }',
  'node_modules/plain/index.js': 'exports.kind = "CommonJS";',
  'node_modules/plain/index.d.ts': 'export const kind: string;',
  'node_modules/modern/package.json':
    '{ "name": "modern", "type": "module", "main": "./index.js", "types": "./index.d.ts" }',
  'node_modules/modern/index.js': 'export const kind = "ESM"; export default 7;',
  'node_modules/modern/index.d.ts':
    'export const kind: string; declare const n: number; export default n;',
  'node_modules/modern-waits/package.json':
    '{ "name": "modern-waits", "type": "module", "main": "./index.js", "types": "./index.d.ts" }',
  'node_modules/modern-waits/index.js': 'export const kind = await Promise.resolve(1);',
  'node_modules/modern-waits/index.d.ts': 'export const kind: number;',
  'node_modules/uses-widgets/index.js': 'exports.Label = require("eccola").Label;',
  'node_modules/uses-widgets/index.d.ts': 'export const Label: unknown;',
  'node_modules/deep/index.js':
    'exports.dive = (depth) => { if (depth === 0) throw new Error("deep"); exports.dive(depth - 1); };',
  'node_modules/deep/index.d.ts': 'export function dive(depth: number): void;',
  'app/data.json': '{ "answer": 42 }',
  'app/lib/list.ts':
    'import { inc } from "./inc";\nexport type List = number[];\nexport const grow = (list: List) => list.map(inc);\nexport const fail = (): never => {\n  throw new Error("in a file");\n};',
  'app/lib/inc.ts': 'export const inc = (n: number) => n + 1;',
  'app/lib/dotted.name.ts': 'export const dotted = true;',
  'app/lib/folder/index.ts': 'export const index = "index";',
  'app/helper.js': 'export const helped = "by JavaScript";',
  'app/note.txt': 'read relatively',
};

async function run(cells: readonly string[]): Promise<Answer[]> {
  const folder = await makeFolder(FILES);
  const kernel = await startKernel({ cwd: path.join(folder, 'app'), cells });
  return kernel.executeAll();
}

/** What a cell printed and gave, or why it failed. */
function textOf(answer: Answer | undefined): string {
  return contentsOf(answer?.iopub ?? [])
    .map(([type, content]) => {
      if (type === 'stream') return Reflect.get(Object(content), 'text');
      if (type === 'error') return Reflect.get(Object(content), 'traceback').join('\n');
      return Reflect.get(Object(content), 'data')['text/plain'];
    })
    .join('');
}

test('a cell imports packages, built-ins, JSON and local files', async () => {
  const answers = await run([
    'import { kind } from "plain";\nkind',
    'import * as modern from "modern";\nimport seven, { kind as esm } from "modern";\n[modern.kind, esm, seven]',
    'import { readFileSync } from "fs";\nimport { join } from "node:path";\nreadFileSync("note.txt", "utf8") + join("a", "b")',
    'import data from "./data.json";\ndata.answer',
    'import { grow, type List } from "./lib/list";\nconst list: List = [1];\ngrow(list)',
    'import { index } from "./lib/folder";\nimport { dotted } from "./lib/dotted.name";\nimport { helped } from "./helper";\n[index, dotted, helped]',
    'const { kind: dynamic } = await import("modern");\ndynamic',
    'require("plain").kind + require("./data.json").answer',
    'grow([4])',
  ]);

  expect(answers.map(textOf)).toEqual([
    'CommonJS',
    "[ 'ESM', 'ESM', 7 ]",
    'read relativelya/b',
    '42',
    '[ 2 ]',
    "[ 'index', true, 'by JavaScript' ]",
    'ESM',
    'CommonJS42',
    '[ 5 ]',
  ]);
});

test('eccola and tslab are the kernel’s own, for packages too, and TypeScript is not loaded', async () => {
  const answers = await run([
    'import { Label } from "eccola";\nimport { Label as theirs } from "uses-widgets";\n[theirs === Label, require("eccola").Label === Label]',
    'import * as tslab from "tslab";\nimport { display } from "tslab";\n[tslab.display === display, require("tslab").versions.tslab]',
    'Object.keys(require.cache).filter((file) => /typescript-for-tslab.lib|tslab.dist/.test(file))',
  ]);

  expect(answers.map(textOf)).toEqual([
    '[ true, true ]',
    expect.stringMatching(/^\[ true, '1\.\d+\.\d+' \]$/),
    '[]',
  ]);
});

test('an error in an imported file names its line and the cell’s', async () => {
  const [, answer] = await run([
    'import { fail } from "./lib/list";',
    '// first\n\nfunction call() {\n  fail();\n}\ncall();',
  ]);

  expect(textOf(answer)).toBe(`Error: in a file
    at fail (lib/list.ts:5)
    at call (In[2]:4)
    at In[2]:6

  2 |
  3 | function call() {
> 4 |   fail();
  5 | }
  6 | call();`);
});

test('an error deep inside a package still names the line of the cell', async () => {
  const [answer] = await run(['import { dive } from "deep";\n\ndive(20);']);

  expect(textOf(answer)).toContain('\n    at In[1]:3\n');
});

test.each([
  ['a package that is not there', 'require("nothing")', /Cannot find module 'nothing'/],
  ['a file that is not there', 'require("./lib/nothing")', /Cannot find module '\.\/lib\/nothing'/],
  [
    'an ES module that awaits at its top',
    'import { kind } from "modern-waits";\nkind',
    /top-level await/,
  ],
])('%s fails in words', async (_, cell, words) => {
  const [answer] = await run([cell]);

  expect(answer?.reply.content).toMatchObject({
    status: 'error',
    evalue: expect.stringMatching(words),
  });
});

test('a package is found through a link, as pnpm and workspaces make them', async () => {
  const folder = await makeFolder({
    ...FILES,
    'store/linked/index.js': 'exports.where = __dirname;',
  });
  await mkdir(path.join(folder, 'app/node_modules'));
  await symlink(path.join(folder, 'store/linked'), path.join(folder, 'app/node_modules/linked'));
  const kernel = await startKernel({
    cwd: path.join(folder, 'app'),
    cells: ['require("linked").where.split("/").slice(-2)'],
  });

  const [answer] = await kernel.executeAll();

  expect(textOf(answer)).toBe("[ 'store', 'linked' ]");
});
