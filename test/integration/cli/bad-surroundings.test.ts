import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { expectProgram } from '../../../src/deploy/run-program.js';
import { makeFolder } from '../../helpers/folder.js';
import { makeGitRepository } from '../../helpers/git-repository.js';
import { notebook } from '../../helpers/notebook.js';
import { REPOSITORY, runEccola, startEccola } from '../../helpers/run-eccola.js';
import { accountThatRuns, asAccount, NOBODY } from '../../helpers/unprivileged.js';

const APP = { 'app.ipynb': notebook(['1 + 1']) };
const SNAKE = { 'snake.ipynb': notebook(['1'], { language: 'python' }) };
const MAIN = path.join(REPOSITORY, 'dist/cli/main.js');
/** The tests' own account may write everything where it is root. */
const IS_OUT_OF_REACH =
  NOBODY !== undefined && !(await accountThatRuns(process.execPath, MAIN, '--version'));
const NO_NETWORK = {
  npm_config_registry: 'http://127.0.0.1:9',
  PIP_INDEX_URL: 'http://127.0.0.1:9/simple',
  PIP_CONFIG_FILE: '/dev/null',
  PIP_FIND_LINKS: '',
};

/** A PATH with these programs and what every shell script needs, and no others. */
async function pathWith(...programs: string[]): Promise<string> {
  const bin = await makeFolder();
  for (const program of [
    ...programs,
    'node',
    'sh',
    'bash',
    'env',
    'dirname',
    'cp',
    'mkdir',
    'rm',
  ]) {
    const found = await expectProgram('sh', ['-c', 'command -v "$0"', program]);
    await symlink(found.trim(), path.join(bin, program));
  }
  return bin;
}

/** A folder that nobody may write, as on a read-only disk. */
async function makeReadOnly(files: Record<string, string>): Promise<string> {
  const folder = await makeFolder(files);
  await expectProgram('chmod', ['-R', 'a+rX,a-w', folder]);
  return folder;
}

/** Runs the command as an account without rights, which may not write what is read-only. */
async function runWithoutRights(args: readonly string[], env: Record<string, string> = {}) {
  return await runEccola(args, {
    command: asAccount(NOBODY, [process.execPath, MAIN]),
    env,
    cwd: '/',
  });
}

/** Every refusal is a sentence: no stack, no name of an exception. */
function expectWords(output: string): void {
  expect(output).not.toMatch(/\n\s+at .*:\d+:\d+|errno|syscall/);
}

const NOWHERE = '/nowhere/at/all';
const REFUSALS: Record<string, { args: readonly string[]; says: RegExp; code?: number }> = {
  'init in a folder that does not exist': {
    args: ['init', NOWHERE],
    says: /There is no folder "\/nowhere\/at\/all"\.\nGive the folder of a repository/,
    code: 2,
  },
  'doctor in a folder that does not exist': {
    args: ['doctor', NOWHERE],
    says: /There is no folder "\/nowhere\/at\/all"/,
    code: 2,
  },
  'build of a folder that does not exist': {
    args: ['build', NOWHERE],
    says: /There is no notebook or folder "\/nowhere\/at\/all"\.\nPaths start from/,
  },
  'serving what does not exist': {
    args: [NOWHERE],
    says: /There is no notebook or folder "\/nowhere\/at\/all"/,
  },
};

test.for(Object.entries(REFUSALS))(
  '%s is refused in words',
  async ([, { args, says, code = 1 }]) => {
    const ended = await runEccola(args);
    expect(ended.output).toMatch(says);
    expectWords(ended.output);
    expect(ended.code).toBe(code);
  },
);

test('without a notebook each command says so, and what to do', async () => {
  const folder = await makeFolder();
  const init = await runEccola(['init', folder]);
  expect(init.output).toMatch(/There is no TypeScript notebook in .*\nPut a \.ipynb with/);
  const doctor = await runEccola(['doctor', '--no-launch', folder]);
  expect(doctor.output).toMatch(/✗ There is no notebook/i);
  expect((await runEccola(['build', folder])).output).toContain('There is no notebook to build.');
  const { output } = await startEccola([folder, '--port=0']);
  await expect.poll(output).toContain('There is no notebook in it yet');
});

test('a notebook in Python is named by each command, and what to do', async () => {
  const folder = await makeFolder(SNAKE);
  for (const args of [
    ['init', folder],
    ['doctor', '--no-launch', folder],
    ['build', folder],
  ]) {
    const { code, output } = await runEccola(args);
    expect(output).toContain('snake.ipynb is written in python');
    expectWords(output);
    expect(code).toBe(1);
  }
  const { output } = await startEccola([folder, '--port=0']);
  await expect.poll(output).toContain('Choose a TypeScript kernel');
});

test('without git, init writes what it can and doctor says what a link needs', async () => {
  const folder = await makeFolder(APP);
  const env = { PATH: await pathWith('npm') };
  const init = await runEccola(['init', folder], { env });
  expect(init.output).toContain('No git remote, so no link yet');
  expect(init.code).toBe(0);
  const doctor = await runEccola(['doctor', '--no-launch', folder], { env });
  expect(doctor.output).toContain('git is not installed: a link needs a repository');
  expect(doctor.output).toContain('Nothing is known to break.');
  expect(doctor.code).toBe(0);
});

test('without npm, init says where npm comes from', async () => {
  const env = { PATH: await pathWith() };
  const { code, output } = await runEccola(['init', await makeFolder(APP)], { env });
  expect(output).toContain('npm is not installed.\nnpm comes with Node');
  expect(code).toBe(1);
});

test('without a network, init says what could not be made and doctor what was not tried', async () => {
  const { folder, commitAll } = await makeGitRepository(APP);
  const env = { ...NO_NETWORK, XDG_CACHE_HOME: await makeFolder() };
  const init = await runEccola(['init', folder], { env });
  expect(init.output).toMatch(/No package-lock\.json could be made .*: run npm install, then/);
  expect(init.code).toBe(0);
  await commitAll();
  const doctor = await runEccola(['doctor', folder], { env });
  expect(doctor.output).toContain('! The launch was not simulated: pip could not install Jupyter');
  expect(doctor.output).toContain('Run it where PyPI is reached.');
  expectWords(doctor.output);
  expect(doctor.code).toBe(0);
});

test('without Python, doctor says that only the launch needs it', async () => {
  const { folder, commitAll } = await makeGitRepository(APP);
  await runEccola(['init', folder], { env: NO_NETWORK });
  await commitAll();
  const env = { PATH: await pathWith('git', 'npm'), XDG_CACHE_HOME: await makeFolder() };
  const { code, output } = await runEccola(['doctor', folder], { env });
  expect(output).toContain('! The launch was not simulated: python3 is not installed.');
  expect(output).toContain('only the simulated launch needs it');
  expect(code).toBe(0);
});

test.skipIf(IS_OUT_OF_REACH)(
  'on a read-only disk, init and install say so; build and serve need no writing there',
  async () => {
    const folder = await makeReadOnly(APP);
    const init = await runWithoutRights(['init', folder]);
    expect(init.output).toContain(`Nothing can be written in ${folder}.`);
    expect(init.output).toContain('neither full nor read-only');
    expect(init.code).toBe(1);
    const install = await runWithoutRights(['install', '--prefix', folder]);
    expect(install.output).toMatch(/cannot be written\.\nChoose another place with --prefix/);
    expect((await runWithoutRights(['build', folder])).output).toContain('✓ app.ipynb');
  },
);

test.skipIf(IS_OUT_OF_REACH)(
  'a HOME that does not exist stops nothing but install, which says so',
  async () => {
    const home = path.join(await makeFolder(), 'gone');
    const env = { HOME: home, XDG_CACHE_HOME: '' };
    const folder = await makeFolder(APP);
    await expectProgram('chmod', ['-R', 'a+rwX', folder]);
    expect((await runWithoutRights(['build', folder], env)).output).toContain('✓ app.ipynb');
    const init = await runWithoutRights(['init', folder], { ...env, ...NO_NETWORK });
    expect(init.output).toContain('+ binder/postBuild');
    const install = await runWithoutRights(['install'], { ...env, JUPYTER_DATA_DIR: '' });
    expect(install.output).toMatch(/cannot be written\.\nChoose another place/);
    expectWords(install.output);
  },
);

test.skipIf(IS_OUT_OF_REACH)(
  'where no temporary folder can be made, that is what is said',
  async () => {
    const [folder, readOnly] = [await makeFolder(APP), await makeReadOnly({})];
    await expectProgram('chmod', ['-R', 'a+rX', folder]);
    const { code, output } = await runWithoutRights(['build', folder], {
      TMPDIR: readOnly,
      HOME: readOnly,
      XDG_CACHE_HOME: '',
    });
    expect(output).toMatch(/cannot be read or written: this account may not\.\n.*TMPDIR/);
    expectWords(output);
    expect(code).toBe(1);
  },
);

test('a file in the place of a folder is named', async () => {
  const folder = await makeFolder(APP);
  await mkdir(path.join(folder, '.github'));
  await writeFile(path.join(folder, '.github/workflows'), '');
  const { code, output } = await runEccola(['init', folder], { env: NO_NETWORK });
  expect(output).toMatch(/\.github\/workflows\/eccola\.yml could not be (read|written)/);
  expectWords(output);
  expect(code).toBe(1);
});
