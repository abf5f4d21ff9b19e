// Makes the Jupyters that the tests drive, in .cache/: PyPI's newest, and the versions that Binder's images hold.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { aptGet, isDebianRoot } from './chromium.mjs';
import { ROOT, run } from './run.mjs';

/** The folder's name → the files that say what is installed there. */
const JUPYTERS = {
  jupyter: ['binder/requirements.txt', 'test/requirements.txt'],
  'jupyter-repo2docker': ['binder/requirements.txt', 'test/requirements-repo2docker.txt'],
};
/** An account that owns nothing, as tests that run as root start programs without rights. */
const NOBODY = { uid: 65_534, gid: 65_534 };

/**
 * Installs a Jupyter once, anew when what is required changes.
 * @param {{ name?: keyof typeof JUPYTERS, log?: (line: string) => void }} [options]
 * @returns {Promise<string>} the folder of its programs
 * @throws Error whose message is the reason why there is none: no Python, no PyPI
 */
export async function ensureJupyter({ name = 'jupyter', log = () => {} } = {}) {
  const venv = path.join(ROOT, '.cache', name);
  const installed = path.join(venv, 'installed.txt');
  const files = JUPYTERS[name].map((file) => path.join(ROOT, file));
  const requirements = (await Promise.all(files.map((file) => readFile(file, 'utf8')))).join('\n');
  if (existsSync(installed) && (await readFile(installed, 'utf8')) === requirements) {
    return path.join(venv, 'bin');
  }
  log('Installing JupyterLab from PyPI …');
  await rm(venv, { recursive: true, force: true });
  const pip = await makeVenv(venv);
  const quick = ['--quiet', '--timeout=20', '--retries=1'];
  const install = ['install', ...quick, ...files.flatMap((file) => ['-r', file])];
  const done = await run(pip[0], [...pip.slice(1), ...install], { quiet: true });
  if (done.code !== 0) throw new Error(`pip could not install JupyterLab: ${lastLine(done)}`);
  await writeFile(installed, requirements);
  return path.join(venv, 'bin');
}

/** @returns {Promise<string[]>} the command of the pip that installs there */
async function makeVenv(venv) {
  const python = findPython();
  const own = [path.join(venv, 'bin', 'python'), '-m', 'pip'];
  let made = await run(python, ['-m', 'venv', venv], { quiet: true });
  if (made.code === 0) return own;
  // Debian's Python leaves pip to a package of its own; another Python's pip installs there as well.
  made = await run(python, ['-m', 'venv', '--clear', '--without-pip', venv], { quiet: true });
  const other = ['python3', '-m', 'pip', '--python', path.join(venv, 'bin', 'python')];
  const [pip, ...args] = [...other, '--version'];
  if (made.code === 0 && (await run(pip, args, { quiet: true })).code === 0) return other;
  if (await isDebianRoot()) {
    await aptGet(['update']);
    await aptGet(['install', '--yes', '--no-install-recommends', 'python3-venv']);
    made = await run(python, ['-m', 'venv', '--clear', venv], { quiet: true });
  }
  if (made.code !== 0) throw new Error(`python3 could not make a venv: ${lastLine(made)}`);
  return own;
}

/** Where the tests run as root, a Python in root's own folder is of no use to the account that they start servers as. */
function findPython() {
  if (process.getuid?.() !== 0) return 'python3';
  // By its whole path: a name would be looked for in all of PATH, past what the account may not read.
  const print = ['-c', 'import sys; print(sys.executable)'];
  const first = spawnSync('python3', print, { encoding: 'utf8' }).stdout?.trim();
  const works = (python) =>
    spawnSync(python, ['-c', 'import ssl, venv'], { cwd: '/', ...NOBODY }).status === 0;
  return [first, '/usr/bin/python3'].filter(Boolean).find(works) ?? 'python3';
}

function lastLine({ output }) {
  return output.trim().split('\n').at(-1) ?? '';
}
