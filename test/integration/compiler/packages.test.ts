import { expect, test } from 'vitest';
import { startCompiler } from '../../helpers/compile.js';
import { makeFolder } from '../../helpers/folder.js';
import { startKernel } from '../../helpers/start-kernel.js';

/** Packages as they are published today. */
const PACKAGES = {
  'node_modules/modern/package.json': JSON.stringify({
    name: 'modern',
    type: 'module',
    exports: {
      '.': { types: './types/index.d.ts', import: './code/index.js' },
      './sub/*': { types: './types/*.d.ts', default: './code/*.js' },
      './hidden': null,
    },
  }),
  'node_modules/modern/types/index.d.ts': 'export declare const kind: "ESM";',
  'node_modules/modern/code/index.js': 'export const kind = "ESM";',
  'node_modules/modern/types/tools.d.ts': 'export declare function twice(value: number): number;',
  'node_modules/modern/code/tools.js': 'export const twice = (value) => 2 * value;',
  'node_modules/both/package.json': JSON.stringify({
    name: 'both',
    exports: {
      './part': {
        import: { types: './part.d.mts', default: './part.mjs' },
        require: { types: './part.d.cts', default: './part.cjs' },
      },
    },
  }),
  'node_modules/both/part.d.mts': 'export declare const part: number;',
  'node_modules/both/part.mjs': 'export const part = 1;',
  'node_modules/both/part.d.cts': 'export declare const part: number;',
  'node_modules/both/part.cjs': 'exports.part = 1;',
  'node_modules/old/package.json': '{ "name": "old", "main": "./lib/index.js" }',
  'node_modules/old/lib/index.js': 'exports.old = true;',
  'node_modules/old/lib/index.d.ts': 'export declare const old: boolean;',
  'node_modules/old/lib/deep.js': 'exports.deep = "deep";',
  'node_modules/old/lib/deep.d.ts': 'export declare const deep: string;',
};

test('a cell imports what packages export below their name, from packages of ES modules too, with its types', async () => {
  const cwd = await makeFolder(PACKAGES);
  const kernel = await startKernel({
    cwd,
    cells: [
      'import { kind } from "modern"; import { twice } from "modern/sub/tools"; import { part } from "both/part";',
      'import { deep } from "old/lib/deep"; import { old } from "old";',
      '[kind, twice(21), part, deep, old].join()',
    ],
  });
  const answers = await kernel.executeAll();
  expect(Object(answers[2]?.iopub[0]?.content).data).toEqual({
    'text/plain': 'ESM,42,1,deep,true',
  });
});

test('the types of such a package are checked, and what it does not export is not found', async () => {
  const cwd = await makeFolder(PACKAGES);
  const { notebook } = await startCompiler().compile({
    cwd,
    cells: [
      'import { twice } from "modern/sub/tools"; twice("2")',
      'import { hidden } from "modern/hidden"',
      'import { nothing } from "modern/nothing"',
    ],
  });
  expect(notebook.cells.map(({ diagnostics }) => diagnostics.map(({ code }) => code))).toEqual([
    [2345],
    [2307],
    [2307],
  ]);
});
