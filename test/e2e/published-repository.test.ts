import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { expectProgram } from '../../src/deploy/run-program.js';
import { makeFolder } from '../helpers/folder.js';
import { type GitRepository, makeGitRepository } from '../helpers/git-repository.js';
import { notebook } from '../helpers/notebook.js';
import { REPOSITORY, runEccola } from '../helpers/run-eccola.js';

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

test('a repository with one notebook opens after eccola init; eight defects are named, and what is said mends them', {
  timeout: MINUTES,
}, async ({ skip }) => {
  const missing = [inject('npm'), inject('jupyter')].find((tool) => 'missing' in tool);
  if (missing && 'missing' in missing) return skip(missing.missing);
  const { folder, git, commitAll } = await initRepository();

  const first = await doctor(folder);

  expect(first.report.findings).toEqual([]);
  expect(first.report.launch.live).toEqual([expect.objectContaining({ notebook: 'app.ipynb' })]);
  expect(first.report.launch.browser).toBeTruthy();
  expect(first.report.link.url).toBe(
    'https://mybinder.org/v2/gh/org/app/HEAD?urlpath=%2Fvoila%2Frender%2Fapp.ipynb',
  );
  expect(first.code).toBe(0);
  expect(await git('status', '--porcelain'), 'doctor leaves no trace').toBe('');

  const byHand = await plantDefects(folder);
  await commitAll();
  const { code, report } = await doctor(folder, '--no-launch');
  expect(report.findings.map(describeFinding)).toEqual([
    ['names', 'what?.ipynb'],
    ['files', 'models/bear.onnx'],
    ['lfs', 'photo.bin'],
    ['absolute-paths', '"/home/me/other.csv"'],
    ['secrets', 'the'],
    ['install-source', expect.stringMatching(/^eccola-.*\.tgz,$/)],
    ['packages', 'The'],
    ['binder-folder', 'binder/'],
  ]);
  expect(code).toBe(1);

  for (const { check, commands = [] } of report.findings) {
    if (check in byHand) await byHand[check]?.();
    else for (const command of commands) await runShell(command, folder);
  }
  await commitAll();
  const last = await doctor(folder, '--no-launch');
  expect(last.report.findings).toEqual([]);
  expect(last.code).toBe(0);
});

/** @returns how to mend, by its check, what no command mends here */
async function plantDefects(folder: string): Promise<Record<string, () => Promise<void>>> {
  const key = `const key = "${['AKIA', 'ABCDEFGHIJKLMNOP'].join('')}";`;
  const path = (file: string) =>
    `import { readFileSync } from "node:fs";\nreadFileSync("${file}");`;
  const cells = ['import { mean } from "d3-array";', 'ImageClassifier.load("models/bear.onnx")'];
  const write = async (files: Record<string, string>) => {
    for (const [file, text] of Object.entries(files)) {
      await mkdir(join(folder, dirname(file)), { recursive: true });
      await writeFile(join(folder, file), text);
    }
  };
  await write({
    'app.ipynb': notebook([...cells, path('/home/me/other.csv'), key]),
    'what?.ipynb': notebook([]),
    'photo.bin': 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 6\n',
    'models/bear.onnx': 'weights',
    'models/.gitignore': '*\n',
  });
  const packed = (await readdir(folder)).filter((file) => file.endsWith('.tgz'));
  for (const file of [...packed, 'binder/requirements.txt', 'binder/runtime.txt']) {
    await rm(join(folder, file));
  }
  const withoutKey = notebook([...cells, path('other.csv'), 'const key = process.env.KEY;']);
  return {
    // The file itself: Git LFS may not be installed here.
    lfs: () => write({ 'photo.bin': 'a photo' }),
    'absolute-paths': () =>
      write({ 'app.ipynb': notebook([...cells, path('other.csv'), key]), 'other.csv': '' }),
    secrets: () => write({ 'app.ipynb': withoutKey }),
  };
}

function describeFinding({ check, message }: { check: string; message: string }) {
  return [check, message.split(/[ :]/, 1)[0]];
}

/** Does what doctor says, with the eccola that is being tested. */
async function runShell(command: string, cwd: string): Promise<void> {
  const main = join(REPOSITORY, 'dist/cli/main.js');
  const line = command.replace(/^npx eccola /, `"${process.execPath}" "${main}" `);
  await expectProgram('sh', ['-c', line], { cwd });
}

test('a cell that needs what only this computer has is found by running it in a clean checkout', {
  timeout: MINUTES,
}, async ({ skip }) => {
  const missing = [inject('npm'), inject('jupyter')].find((tool) => 'missing' in tool);
  if (missing && 'missing' in missing) return skip(missing.missing);
  const { folder, commitAll } = await initRepository();
  // No check that only reads sees through this one.
  const source = 'import { readdirSync } from "node:fs";\nreaddirSync(["pri", "vate"].join(""));';
  await writeFile(join(folder, '.gitignore'), 'node_modules/\nprivate/\n');
  await mkdir(join(folder, 'private'));
  await writeFile(join(folder, 'app.ipynb'), notebook([source]));
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

test('tells a person, without git, what is wrong and what to do', async () => {
  const folder = await makeFolder({ 'snake.ipynb': notebook(['1'], { language: 'python' }) });
  const { code, output } = await runEccola(['doctor', '--no-launch', folder]);
  expect(output).toContain('✗ snake.ipynb is written in python');
  expect(output).toContain('    Choose a TypeScript kernel');
  expect(output).toContain('2 of these will break the launch.');
  expect(code).toBe(1);
});

test('a repository for GitHub Pages alone is told what was looked at, and of no launch', async () => {
  const { folder } = await makeGitRepository({
    'app.ipynb': notebook(['1']),
    '.eccola/init.json': JSON.stringify({ targets: ['pages'] }),
  });
  const { output } = await runEccola(['doctor', folder]);
  expect(output).not.toContain('binder/postBuild');
  expect(output).toContain('GitHub Pages runs nothing, so nothing was launched');

  await writeFile(join(folder, '.eccola/init.json'), JSON.stringify({ targets: ['docker'] }));
  const other = await runEccola(['doctor', folder]);
  expect(other.output).toContain('There is no binder/postBuild, so no launch was simulated.');
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
