import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, inject, test } from 'vitest';
import { makeFolder } from '../helpers/folder.js';
import { type GitRepository, makeGitRepository } from '../helpers/git-repository.js';
import { notebook } from '../helpers/notebook.js';
import { runEccola } from '../helpers/run-eccola.js';

/** Installs packages and a Jupyter Server. */
const MINUTES = 5 * 60_000;
const APP = notebook(['import { IntSlider, display } from "eccola";', 'display(new IntSlider());']);

async function initRepository(): Promise<GitRepository> {
  const repository = await makeGitRepository(
    { 'app.ipynb': APP },
    { remote: 'git@github.com:org/app.git' },
  );
  const { code, output } = await runEccola(['init'], { cwd: repository.folder });
  expect(output).toContain('+ binder/postBuild');
  expect(code).toBe(0);
  await repository.commitAll();
  return repository;
}

async function doctor(folder: string, ...args: string[]) {
  const { code, output } = await runEccola(['doctor', '--json', ...args], { cwd: folder });
  // What it is doing stands before, on standard error.
  const report = JSON.parse(output.slice(output.indexOf('{\n')));
  return { code, report };
}

test('a repository with one notebook, after eccola init, opens through a Jupyter Server from a clean checkout', {
  timeout: MINUTES,
}, async ({ skip }) => {
  const missing = [inject('npm'), inject('jupyter')].find((tool) => 'missing' in tool);
  if (missing && 'missing' in missing) return skip(missing.missing);
  const { folder, git } = await initRepository();

  const { code, report } = await doctor(folder);

  expect(report.findings).toEqual([]);
  expect(report.launch.live).toEqual([expect.objectContaining({ notebook: 'app.ipynb' })]);
  expect(report.link.url).toBe(
    'https://mybinder.org/v2/gh/org/app/HEAD?urlpath=%2Fvoila%2Frender%2Fapp.ipynb',
  );
  expect(code).toBe(0);
  expect(await git('status', '--porcelain'), 'doctor leaves no trace').toBe('');
});

test('a cell that needs what only this computer has is found by running it in a clean checkout', {
  timeout: MINUTES,
}, async ({ skip }) => {
  const missing = [inject('npm'), inject('jupyter')].find((tool) => 'missing' in tool);
  if (missing && 'missing' in missing) return skip(missing.missing);
  const { folder, commitAll } = await initRepository();
  // No check that only reads sees through this one.
  const source = 'import { readdirSync } from "node:fs";\nreaddirSync(["pri", "vate"].join(""));';
  await writeFile(path.join(folder, '.gitignore'), 'node_modules/\nprivate/\n');
  await mkdir(path.join(folder, 'private'));
  await writeFile(path.join(folder, 'app.ipynb'), notebook([source]));
  await commitAll();

  const { code, report } = await doctor(folder);

  expect(report.findings).toEqual([
    expect.objectContaining({
      check: 'runs',
      where: { path: 'app.ipynb' },
      message: expect.stringMatching(/Cell 1 threw an error[\s\S]*ENOENT/),
    }),
  ]);
  expect(code).toBe(1);
});

test('names every defect of a repository at once, and ends with 1', async () => {
  const { folder, commitAll } = await makeGitRepository({
    'app.ipynb': notebook([
      'import { mean } from "d3-array";',
      'ImageClassifier.load("models/bear.onnx")',
      'readFileSync("names.csv"); readFileSync("/home/me/other.csv")',
      `const key = "${['AKIA', 'ABCDEFGHIJKLMNOP'].join('')}"`,
    ]),
    'what?.ipynb': notebook([]),
    'photo.bin': 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 6\n',
    'package.json': JSON.stringify({ dependencies: { eccola: 'file:eccola-gone.tgz' } }),
    'binder/postBuild': '#!/bin/sh\n',
    '.gitignore': 'models/\n',
    'models/bear.onnx': 'weights',
  });
  await commitAll();

  const { code, report } = await doctor(folder, '--no-launch');

  const named = report.findings.map(({ check, message }: { check: string; message: string }) => [
    check,
    message.split(/[ :]/, 1)[0],
  ]);
  expect(named).toEqual([
    ['names', 'what?.ipynb'],
    ['files', 'models/bear.onnx'],
    ['files', 'names.csv'],
    ['lfs', 'photo.bin'],
    ['absolute-paths', '"/home/me/other.csv"'],
    ['secrets', 'the'],
    ['packages', 'The'],
    ['install-source', 'eccola-gone.tgz,'],
    ['binder-folder', 'binder/'],
  ]);
  expect(code).toBe(1);
});

test('tells a person, without git, what is wrong and what to do', async () => {
  const folder = await makeFolder({ 'snake.ipynb': notebook(['1'], { language: 'python' }) });
  const { code, output } = await runEccola(['doctor', '--no-launch', folder]);
  expect(output).toContain('✗ snake.ipynb is written in python');
  expect(output).toContain('    Choose a TypeScript kernel');
  expect(output).toContain('2 of these will break the launch.');
  expect(code).toBe(1);
});

test('eccola init says in a sentence why it cannot', async () => {
  const folder = await makeFolder();
  const { code, output } = await runEccola(['init', folder]);
  expect(output).toContain(`eccola: There is no TypeScript notebook in ${folder}.`);
  expect(code).toBe(1);
  const unknown = await runEccola(['init', folder, '--target=moon']);
  expect(unknown.output).toContain('--target=moon is none that eccola init knows.');
  expect(unknown.code).toBe(2);
});
