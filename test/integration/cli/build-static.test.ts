import { cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from '../../helpers/folder.js';
import { notebook } from '../../helpers/notebook.js';
import { REPOSITORY, runEccola } from '../../helpers/run-eccola.js';

/** Builds the site of a folder; returns its files and their texts. */
async function build(files: Record<string, string>) {
  const root = await makeFolder(files);
  const out = path.join(await makeFolder(), 'site');
  const { code, output } = await runEccola(['build', root, '--static', out]);
  const entries = await readdir(out, { recursive: true, withFileTypes: true });
  const texts = new Map<string, string>();
  for (const entry of entries.filter((item) => item.isFile())) {
    const file = path.join(entry.parentPath, entry.name);
    texts.set(path.relative(out, file), await readFile(file, 'utf8'));
  }
  return { root, out, code, output, texts };
}

test('writes pages, what they lead to, and galleries; not a source, and nothing hidden', async () => {
  const { code, texts } = await build({
    'sum.ipynb': notebook(['const secretName: number = 1;\nsecretName + 1'], {
      markdown: '# Sum\n![](pictures/a.png) ![](.hidden/b.png) [notes](notes.txt)',
    }),
    'apps/list.ipynb': notebook(['import { two } from "./lib/two";\n[1].map((x) => x * two)']),
    'apps/lib/two.ts': 'export const two: number = 2;\n',
    'pictures/a.png': 'png',
    'pictures/unused.png': 'png',
    '.hidden/b.png': 'png',
    'notes.txt': 'text',
  });
  expect(code).toBe(0);
  const names = [...texts.keys()].filter((name) => !name.startsWith('voila/static/')).sort();
  expect(names).toEqual([
    '.eccola-site',
    '.nojekyll',
    'index.html',
    'voila/files/pictures/a.png',
    'voila/render/apps/list.ipynb/index.html',
    'voila/render/sum.ipynb/index.html',
    'voila/tree/apps/index.html',
    'voila/tree/index.html',
  ]);
  for (const text of texts.values()) expect(text).not.toMatch(/: number = [12]/);
  const page = texts.get('voila/render/apps/list.ipynb/index.html');
  expect(page).toContain('data-module="../../../../voila/static/');
  expect(page).toContain('<meta http-equiv="Content-Security-Policy" content="default-src');
});

test('refuses a notebook that needs Node in words, and builds the others', async () => {
  const { code, output, texts } = await build({
    'disk.ipynb': notebook(['1', 'import { readFileSync } from "node:fs";\nreadFileSync.name']),
    'lib.ipynb': notebook(['import { home } from "./home";\nhome']),
    'home.ts': 'import os from "os";\nexport const home = os.homedir();\n',
    'fine.ipynb': notebook(['1']),
  });
  expect(code).toBe(1);
  expect(output).toMatch(/✗ disk\.ipynb: Cell 2 imports “node:fs”, which is Node’s/);
  expect(output).toMatch(/✗ lib\.ipynb: home\.ts imports “os”, which is Node’s/);
  expect(output).toContain('✓ fine.ipynb: a page of ');
  expect(texts.has('voila/render/fine.ipynb/index.html')).toBe(true);
  expect(texts.has('voila/render/disk.ipynb/index.html')).toBe(false);
  // The one that is left is what the site opens with.
  expect(texts.get('index.html')).toContain('url=./voila/render/fine.ipynb/');
});

test('what is commented out needs no Node', async () => {
  const { code, output } = await build({
    'app.ipynb': notebook(['// const fs = require("fs");\nconst one = 1;\none']),
  });
  expect(output).toContain('✓ app.ipynb');
  expect(code).toBe(0);
});

test('a folder whose name is a file’s is a dead link, as on a server', async () => {
  const { code, texts } = await build({
    'app.ipynb': notebook(['1'], { markdown: '[rows](rows.csv) [more](more.csv)' }),
    'rows.csv/part-0': '1,2',
    'more.csv': '3,4',
  });
  expect(code).toBe(0);
  expect([...texts.keys()].filter((name) => name.includes('files'))).toEqual([
    'voila/files/more.csv',
  ]);
});

test('names the cell that fails, and leaves its notebook out', async () => {
  const { code, output, texts } = await build({
    'throws.ipynb': notebook(['1', 'throw new Error("no bears")']),
  });
  expect(code).toBe(1);
  expect(output).toMatch(/✗ throws\.ipynb: Cell 2 threw an error\.[\s\S]*no bears/);
  expect([...texts.keys()].some((name) => name.includes('throws'))).toBe(false);
});

test('takes the place of the site that was there, and of nothing else', async () => {
  const { root, out } = await build({ 'a.ipynb': notebook(['1']) });
  await writeFile(path.join(out, 'CNAME'), 'bears.example.org\n');
  await writeFile(path.join(out, 'voila/static/old.js'), '');
  expect((await runEccola(['build', root, '--static', out])).code).toBe(0);
  expect(await readdir(out)).toContain('CNAME');
  expect(await readdir(path.join(out, 'voila/static'))).not.toContain('old.js');

  const { code, output } = await runEccola(['build', root, '--static', root]);
  expect(code).toBe(1);
  expect(output).toContain('holds something else than a site of eccola’s');
});

test('leaves a site of another program’s alone, though it tells GitHub Pages the same', async () => {
  const root = await makeFolder({ 'a.ipynb': notebook(['1']) });
  const files = { '.nojekyll': '', 'index.html': 'mine', 'voila/notes.txt': 'kept' };
  const out = await makeFolder(files);
  const { code, output } = await runEccola(['build', root, '--static', out]);
  expect(code).toBe(1);
  expect(output).toContain('holds something else than a site of eccola’s');
  for (const [name, text] of Object.entries(files)) {
    expect(await readFile(path.join(out, name), 'utf8')).toBe(text);
  }
});

test('says in words that a folder cannot be written to, and takes an empty path for the current one', async () => {
  const root = await makeFolder({ 'a.ipynb': notebook(['1']) });
  for (const out of ['a.ipynb', 'a.ipynb/site']) {
    const { code, output } = await runEccola(['build', '.', '--static', out], { cwd: root });
    expect(code).toBe(1);
    expect(output).toMatch(/^eccola: The site cannot be written to .*\nThe system says: ENOTDIR/m);
  }
  const { code, output } = await runEccola(['build', '.', '--static', ''], { cwd: root });
  expect(code).toBe(1);
  expect(output).toContain(`${root} holds something else than a site of eccola’s`);
});

test('a site inside of the folder that it is built of is not part of the next', async () => {
  const root = await makeFolder({
    'one.ipynb': notebook(['1'], { markdown: '![](a.png)' }),
    'a b/100% Bär.ipynb': notebook(['2']),
    'a.png': 'png',
  });
  const out = path.join(root, '_site');
  const list = async () => (await readdir(out, { recursive: true })).sort();
  expect((await runEccola(['build', root, '--static', out])).code).toBe(0);
  const first = await list();
  expect(first).toContain('voila/render/a b/100% Bär.ipynb/index.html');
  expect((await runEccola(['build', root, '--static', out])).code).toBe(0);
  expect(await list()).toEqual(first);
  expect(await readFile(path.join(out, 'voila/tree/index.html'), 'utf8')).not.toContain('_site');
});

test('names the package that needs what only Node has', async () => {
  const { code, output } = await build({
    'page.ipynb': notebook(['import { name } from "tidy";\nname']),
    'node_modules/tidy/package.json': '{ "name": "tidy", "main": "./index.js" }',
    'node_modules/tidy/index.js': 'exports.name = require("messy");',
    'node_modules/tidy/index.d.ts': 'export declare const name: string;',
    'node_modules/messy/package.json': '{ "name": "messy", "main": "./index.js" }',
    'node_modules/messy/index.js': 'module.exports = require("fs").constants.F_OK;',
  });
  expect(code).toBe(1);
  expect(output).toContain('✗ page.ipynb: The package “messy” needs “fs”, which is in no browser');
});

test('says what has to be installed for models and for packages', async () => {
  // eccola as npm installs it: without its optional peers.
  const bare = await makeFolder();
  await cp(path.join(REPOSITORY, 'dist'), path.join(bare, 'dist'), { recursive: true });
  await cp(path.join(REPOSITORY, 'package.json'), path.join(bare, 'package.json'));
  await mkdir(path.join(bare, 'node_modules'));
  const modules = path.join(REPOSITORY, 'node_modules');
  for (const name of await readdir(modules)) {
    if (name === 'esbuild' || name === 'onnxruntime-web') continue;
    await symlink(path.join(modules, name), path.join(bare, 'node_modules', name));
  }
  const root = await makeFolder({
    'model.ipynb': notebook(['import { thumbnail } from "eccola/onnx";\nthumbnail.name']),
    'package.ipynb': notebook(['import { name } from "tidy";\nname']),
    'node_modules/tidy/package.json': '{ "name": "tidy", "main": "./index.js" }',
    'node_modules/tidy/index.js': 'exports.name = "tidy";',
    'node_modules/tidy/index.d.ts': 'export declare const name: string;',
  });
  const { code, output } = await runEccola(
    ['build', root, '--static', path.join(await makeFolder(), 'site')],
    { command: [process.execPath, path.join(bare, 'dist/cli/main.js')] },
  );
  expect(code).toBe(1);
  expect(output).toMatch(
    /✗ model\.ipynb: It imports “eccola\/onnx”[\s\S]*npm install onnxruntime-web@/,
  );
  expect(output).toMatch(/✗ package\.ipynb: It imports “tidy”[\s\S]*npm install esbuild@/);
});
