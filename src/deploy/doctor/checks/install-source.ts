import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type InstallSource, parseDependencySpec } from '../../install-source.js';
import type { Repository } from '../../repository.js';
import { runProgram } from '../../run-program.js';
import { type Check, type Finding, shellQuote } from '../finding.js';
import { readManifest } from '../manifest.js';

type Judgement = Omit<Finding, 'check'> | undefined;

const INIT = 'Let eccola init find a source that exists.';

/** Another machine can install the eccola that package.json asks for. */
export const installSourceCheck: Check = {
  name: 'install-source',
  passed: 'the eccola that package.json asks for can be installed',
  async run(repository) {
    const manifest = await readManifest(repository);
    const spec = manifest?.dependencies.get('eccola');
    const where = { path: 'package.json' };
    if (spec === undefined) {
      return [
        {
          level: 'error',
          where,
          message: 'package.json does not ask for eccola, so no image has it.',
          mend: 'Let eccola init write it there.',
          commands: ['npx eccola init'],
        },
      ];
    }
    const source = parseDependencySpec(spec);
    if (!source && !manifest?.locked?.has('eccola')) {
      return [
        {
          level: 'error',
          where,
          message: `eccola is not pinned: package.json asks for "${spec}".`,
          mend: INIT,
          commands: ['npx eccola init --force'],
        },
      ];
    }
    const finding = source && (await judge(repository, source));
    return finding ? [{ where, ...finding }] : [];
  },
};

async function judge(repository: Repository, source: InstallSource): Promise<Judgement> {
  switch (source.kind) {
    case 'registry':
      return await judgeVersion(source.version);
    case 'git':
      return await judgeCommit(source.url, source.commit);
    case 'tarball':
      return await judgeTarball(repository, source.file);
  }
}

async function judgeVersion(version: string): Promise<Judgement> {
  const args = ['view', `eccola@${version}`, 'version', '--fetch-retries=0'];
  const { code, stdout, stderr } = await runProgram('npm', args);
  if (code === 0 && stdout.trim() !== '') return undefined;
  if (code !== 0 && !stderr.includes('E404')) return unreachable('the npm registry');
  return {
    level: 'error',
    message: `eccola ${version} is not in the npm registry: installing it fails.`,
    mend: INIT,
    commands: ['npx eccola init --force'],
  };
}

/** Asks the remote for the very commit: a branch may have it no longer. */
async function judgeCommit(url: string, commit: string): Promise<Judgement> {
  const folder = await mkdtemp(path.join(tmpdir(), 'eccola-doctor-'));
  try {
    const env = { ...process.env, GIT_TERMINAL_PROMPT: '0' };
    await runProgram('git', ['init', '--quiet', '--bare'], { cwd: folder, env });
    const args = ['fetch', '--quiet', '--depth=1', '--filter=tree:0', url, commit];
    const { code, stderr } = await runProgram('git', args, { cwd: folder, env });
    if (code === 0) return undefined;
    if (/resolve host|unable to access|timed out/i.test(stderr)) return unreachable(url);
    return {
      level: 'error',
      message: `The commit ${commit} of ${url}, which eccola is installed from, cannot be fetched.`,
      mend: INIT,
      commands: ['npx eccola init --force'],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function judgeTarball(repository: Repository, file: string): Promise<Judgement> {
  if (!(await repository.exists(file))) {
    return {
      level: 'error',
      message: `${file}, which eccola is installed from, does not exist.`,
      mend: 'Let eccola init pack it again.',
      commands: ['npx eccola init'],
    };
  }
  if (repository.tracked === undefined || repository.tracked.has(file)) return undefined;
  return {
    level: 'error',
    message: `${file}, which eccola is installed from, is not in git, so no clone has it.`,
    mend: 'Add it to git.',
    commands: [`git add --force -- ${shellQuote(file)}`],
  };
}

function unreachable(place: string): Judgement {
  return {
    level: 'warning',
    message: `${place} could not be reached, so whether eccola can be installed was not checked.`,
    mend: 'Run eccola doctor again with a network.',
  };
}
