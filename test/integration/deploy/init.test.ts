import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { initRepository } from '../../../src/deploy/init/init-repository.js';
import type { InstallSource } from '../../../src/deploy/install-source.js';
import { makeFolder } from '../../helpers/folder.js';
import { makeGitRepository } from '../../helpers/git-repository.js';
import { notebook } from '../../helpers/notebook.js';

const source: InstallSource = { kind: 'registry', version: '99.0.0' };
const REMOTE = 'git@github.com:org/bears.git';
const FILES = { 'bears.ipynb': notebook(['1 + 1']) };

const read = (folder: string, file: string) => readFile(path.join(folder, file), 'utf8');

test('asks nothing for a repository that has only a notebook, and finds the link', async () => {
  const { folder } = await makeGitRepository(FILES, { remote: REMOTE });
  const { changes, notes } = await initRepository({ folder, source });
  expect(changes.every(({ action }) => action === 'create')).toBe(true);
  expect(await read(folder, 'README.md')).toContain(
    'https://mybinder.org/v2/gh/org/bears/HEAD?urlpath=%2Fvoila%2Frender%2Fbears.ipynb',
  );
  expect((await stat(path.join(folder, 'binder/postBuild'))).mode & 0o111).toBe(0o111);
  expect(JSON.parse(await read(folder, 'package.json')).dependencies.eccola).toBe('99.0.0');
  // There is no such version, so npm can make no lock file: that is said, and nothing relies on one.
  expect(notes).toEqual([expect.stringContaining('run npm install, then eccola init again.')]);
  expect(await read(folder, 'binder/postBuild')).not.toContain('npm ci');
});

test('run again it changes nothing, and after a change of the remote only what names it', async () => {
  const { folder, git } = await makeGitRepository(FILES);
  await initRepository({ folder, source });
  const again = await initRepository({ folder, source });
  expect(new Set(again.changes.map(({ action }) => action))).toEqual(new Set(['same']));

  await git('remote', 'add', 'origin', REMOTE);
  const { changes } = await initRepository({ folder, source });
  const updated = changes.filter(({ action }) => action === 'update');
  expect(updated.map(({ piece }) => piece.path)).toEqual(['Dockerfile', 'README.md']);
});

test('never touches what the user changed, unless that is asked for', async () => {
  const { folder } = await makeGitRepository({ ...FILES, Dockerfile: 'FROM mine\n' });
  await initRepository({ folder, source });
  await writeFile(path.join(folder, 'binder/postBuild'), '# mine\n');
  await rm(path.join(folder, '.dockerignore'));

  const later = { folder, source: { ...source, version: '99.0.1' } };
  const { changes } = await initRepository(later);
  const kept = changes.filter(({ action }) => action === 'kept').map(({ piece }) => piece.path);
  expect(kept).toEqual(['binder/postBuild', 'Dockerfile', '.dockerignore']);
  expect(await read(folder, 'Dockerfile')).toBe('FROM mine\n');
  expect(await read(folder, 'binder/postBuild')).toBe('# mine\n');

  const asked: string[] = [];
  await initRepository({
    ...later,
    mayOverwrite: async (piece) => {
      asked.push(piece.path);
      return piece.path === 'binder/postBuild';
    },
  });
  expect(asked).toEqual(kept);
  expect(await read(folder, 'binder/postBuild')).toContain('npm install');
  expect(await read(folder, 'Dockerfile')).toBe('FROM mine\n');
});

test('keeps to the targets of the last time', async () => {
  const { folder } = await makeGitRepository(FILES);
  await initRepository({ folder, source, targets: ['fly'] });
  const { targets } = await initRepository({ folder, source });
  expect(targets).toEqual(['fly']);
  expect(await readdir(folder)).toContain('fly.toml');
  expect(await readdir(folder)).not.toContain('binder');
});

test('works in a folder that is no repository, and says that there is no link yet', async () => {
  const folder = await makeFolder(FILES);
  const { site } = await initRepository({ folder, source });
  expect(site.remote).toBeUndefined();
  expect(await read(folder, 'README.md')).toContain('has no remote yet');
});

test('names what stands in the way when there is no notebook that it could publish', async () => {
  const folder = await makeFolder({ 'snake.ipynb': notebook(['1'], { language: 'python' }) });
  await expect(initRepository({ folder, source })).rejects.toMatchObject({
    code: 'NO_NOTEBOOKS',
    hint: expect.stringContaining('snake.ipynb is written in python'),
  });
});

test('says which file it could not write', async () => {
  const folder = await makeFolder({ ...FILES, binder: 'a file where a folder should be' });
  await expect(initRepository({ folder, source })).rejects.toMatchObject({
    code: 'NOT_WRITABLE',
    message: expect.stringContaining('binder/requirements.txt'),
  });
});

test('writes a workflow for GitHub Pages that installs what the notebooks need in a browser, and the link', async () => {
  const files = { 'a.ipynb': notebook(['import { thumbnail } from "eccola/onnx";']) };
  const { folder } = await makeGitRepository(files, { remote: REMOTE });
  await initRepository({ folder, source, targets: ['pages'] });
  const workflow = await read(folder, '.github/workflows/pages.yml');
  expect(workflow).toMatch(
    /npm install --no-save --omit=dev --ignore-scripts onnxruntime-web@[\d.]+\n/,
  );
  expect(workflow).toContain('eccola build . --static _site');
  expect(await read(folder, 'README.md')).toContain(
    'https://org.github.io/bears/voila/render/a.ipynb/',
  );
  expect(await readdir(folder)).not.toContain('binder');
});

test('says that GitHub Pages is GitHub’s alone', async () => {
  const { folder } = await makeGitRepository(FILES, { remote: 'git@gitlab.com:org/bears.git' });
  const { notes } = await initRepository({ folder, source, targets: ['pages'] });
  expect(notes.join()).toContain('not on GitHub');
  expect(await readdir(folder)).not.toContain('.github');
});
