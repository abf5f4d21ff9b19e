import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, inject, test } from 'vitest';
import { preparePython } from '../../src/deploy/doctor/launch/python.js';
import { expectProgram } from '../../src/deploy/run-program.js';
import { makeGitRepository } from '../helpers/git-repository.js';
import { notebook } from '../helpers/notebook.js';
import { REPOSITORY, runEccola } from '../helpers/run-eccola.js';

/** The folder of repo2docker's programs. */
async function installRepo2docker(): Promise<string> {
  const cache = path.join(REPOSITORY, '.cache');
  return await preparePython(cache, 'jupyter-repo2docker==2026.4.0\n');
}

/** The Dockerfile that repo2docker makes of a repository, without a container engine. */
async function renderDockerfile(repository: string): Promise<string> {
  const repo2docker = path.join(await installRepo2docker(), 'repo2docker');
  // It imports a Docker client, and calls it only to build.
  return await expectProgram('sh', [
    '-c',
    '"$0" --no-build --debug --user-id=1000 --user-name=jovyan "$1" 2>&1',
    repo2docker,
    repository,
  ]);
}

function expectBinderSteps(dockerfile: string): void {
  expect(dockerfile).toContain('pip install --no-cache-dir -r "binder/requirements.txt"');
  expect(dockerfile).toMatch(
    /COPY --chown=1000:1000 src\/ \$\{REPO_DIR\}\/[\s\S]*RUN \.\/binder\/postBuild/,
  );
}

test('repo2docker takes this repository’s binder/', async ({ skip }) => {
  const jupyter = inject('jupyter');
  if ('missing' in jupyter) return skip(jupyter.missing);
  expectBinderSteps(await renderDockerfile(REPOSITORY));
});

test('repo2docker takes what eccola init writes', async ({ skip }) => {
  const jupyter = inject('jupyter');
  if ('missing' in jupyter) return skip(jupyter.missing);
  const { folder } = await makeGitRepository({ 'app.ipynb': notebook(['1']) });
  await runEccola(['init', folder, '--target', 'binder']);
  expectBinderSteps(await renderDockerfile(folder));
});

test('the versions that the Binder test is run with are those of repo2docker’s image', async ({
  skip,
}) => {
  const jupyter = inject('jupyter');
  if ('missing' in jupyter) return skip(jupyter.missing);
  const python = path.join(await installRepo2docker(), 'python');
  const find = 'import repo2docker.buildpacks.conda as c; print(c.__path__[0])';
  const folder = (await expectProgram(python, ['-c', find])).trim();
  const runtime = await readFile(path.join(REPOSITORY, 'binder/runtime.txt'), 'utf8');
  const version = runtime.trim().replace('python-', '');
  const lockFile = path.join(folder, `environment.py-${version}-linux-64.lock`);
  const packages = (await readFile(lockFile, 'utf8')).matchAll(/\/([^/]+)-([^-/]+)-[^-/]+\.conda/g);
  const locked = new Map([...packages].map(([, name = '', release]) => [name, release]));

  const requirements = path.join(REPOSITORY, 'test/requirements-repo2docker.txt');
  const pinned = (await readFile(requirements, 'utf8')).matchAll(/^([\w-]+)==(.+)$/gm);
  for (const [, name = '', release] of pinned) {
    const condaName = name === 'jupyterhub' ? 'jupyterhub-base' : name;
    expect(release, name).toBe(locked.get(condaName));
  }
});
