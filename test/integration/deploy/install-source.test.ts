import { readdir } from 'node:fs/promises';
import { expect, inject, test } from 'vitest';
import { findInstallSource } from '../../../src/deploy/init/find-install-source.js';
import { makeFolder } from '../../helpers/folder.js';
import { makeGitRepository } from '../../helpers/git-repository.js';

const MANIFEST = { 'package.json': '{"name": "eccola", "version": "0.1.0"}', 'a.js': '' };
const OWN = { name: 'eccola', version: '0.1.0', repository: undefined };

test('a package that is neither published nor pushed is packed beside the notebooks', async () => {
  const { folder: root } = await makeGitRepository(MANIFEST);
  const target = await makeFolder();
  const source = await findInstallSource({ ...OWN, root }, target);
  expect(source).toEqual({
    kind: 'tarball',
    file: expect.stringMatching(/^eccola-0\.1\.0-[0-9a-f]{8}\.tgz$/),
  });
  expect(await readdir(target)).toEqual([source.kind === 'tarball' && source.file]);
});

test('a checkout whose commit its remote has is pinned to that commit', async () => {
  const { folder: root, git } = await makeGitRepository(MANIFEST, {
    remote: 'git@github.com:org/eccola.git',
  });
  const commit = (await git('rev-parse', 'HEAD')).trim();
  await git('update-ref', 'refs/remotes/origin/main', commit);
  expect(await findInstallSource({ ...OWN, root }, root)).toEqual({
    kind: 'git',
    url: 'https://github.com/org/eccola.git',
    commit,
  });
});

test.runIf('reachable' in inject('npm'))(
  'a version in the registry counts if it names the same repository, else the name is somebody else’s',
  async () => {
    const root = await makeFolder({ 'package.json': '{"name": "uqr", "version": "0.1.3"}' });
    const target = await makeFolder();
    const uqr = { root, name: 'uqr', version: '0.1.3' };
    expect(
      await findInstallSource(
        { ...uqr, repository: 'git+https://github.com/unjs/uqr.git' },
        target,
      ),
    ).toEqual({ kind: 'registry', version: '0.1.3' });
    expect(
      await findInstallSource({ ...uqr, repository: 'https://github.com/org/other' }, target),
    ).toMatchObject({ kind: 'tarball' });
  },
);
