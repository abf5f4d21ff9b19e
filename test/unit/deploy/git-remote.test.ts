import { expect, test } from 'vitest';
import { parseGitRemote, toCloneUrl } from '../../../src/deploy/git-remote.js';

test.each([
  'https://github.com/org/bears.git',
  'https://github.com/org/bears',
  'https://user:word@github.com/org/bears/',
  'git@github.com:org/bears.git\n',
  'ssh://git@github.com/org/bears.git',
])('reads %s as a repository on GitHub', (text) => {
  const remote = parseGitRemote(text);
  expect(remote).toEqual({ provider: 'gh', slug: 'org/bears' });
  expect(remote && toCloneUrl(remote)).toBe('https://github.com/org/bears.git');
});

test('keeps the groups of a GitLab repository', () => {
  expect(parseGitRemote('git@gitlab.com:group/team/bears.git')).toEqual({
    provider: 'gl',
    slug: 'group/team/bears',
  });
});

test('reads any other host as an address to clone from', () => {
  expect(parseGitRemote('git@git.example.org:bears/app.git')).toEqual({
    provider: 'git',
    url: 'https://git.example.org/bears/app',
  });
});

test.each(['', '/srv/git/bears.git', '../bears', 'C:\\bears', 'file:///srv/bears.git'])(
  'finds no address in %j, which no other machine reaches',
  (text) => {
    expect(parseGitRemote(text)).toBeUndefined();
  },
);
