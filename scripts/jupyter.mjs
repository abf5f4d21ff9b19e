// Makes the Jupyter Server that the Binder test drives: PyPI's newest, with what binder/ asks for, in .cache/.
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { aptGet, isDebianRoot } from './chromium.mjs';
import { ROOT, run } from './run.mjs';

const VENV = path.join(ROOT, '.cache', 'jupyter');
const REQUIREMENTS = path.join(ROOT, 'binder', 'requirements.txt');
const INSTALLED = path.join(VENV, 'installed.txt');

/**
 * Installs Jupyter Server once, anew when binder/requirements.txt changes.
 * @returns {Promise<string>} the path of `jupyter-server`
 * @throws Error whose message is the reason why there is none: no Python, no PyPI
 */
export async function ensureJupyter({ log = () => {} } = {}) {
  const bin = path.join(VENV, 'bin');
  const requirements = await readFile(REQUIREMENTS, 'utf8');
  if (existsSync(INSTALLED) && (await readFile(INSTALLED, 'utf8')) === requirements) {
    return path.join(bin, 'jupyter-server');
  }
  log('Installing Jupyter Server from PyPI …');
  await rm(VENV, { recursive: true, force: true });
  await makeVenv();
  const pip = await run(
    path.join(bin, 'python'),
    ['-m', 'pip', 'install', '--quiet', '--timeout=20', '--retries=1', '-r', REQUIREMENTS],
    { quiet: true },
  );
  if (pip.code !== 0) throw new Error(`pip could not install Jupyter Server: ${lastLine(pip)}`);
  await writeFile(INSTALLED, requirements);
  return path.join(bin, 'jupyter-server');
}

async function makeVenv() {
  const make = () => run('python3', ['-m', 'venv', VENV], { quiet: true });
  let made = await make();
  if (made.code !== 0 && (await isDebianRoot())) {
    await aptGet(['update']);
    await aptGet(['install', '--yes', '--no-install-recommends', 'python3-venv']);
    made = await make();
  }
  if (made.code !== 0) throw new Error(`python3 could not make a venv: ${lastLine(made)}`);
}

function lastLine({ output }) {
  return output.trim().split('\n').at(-1) ?? '';
}
