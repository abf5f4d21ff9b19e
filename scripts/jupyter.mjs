// Makes the Jupyter that the tests drive: PyPI's newest, with what binder/ asks for, in .cache/.
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { aptGet, isDebianRoot } from './chromium.mjs';
import { ROOT, run } from './run.mjs';

const VENV = path.join(ROOT, '.cache', 'jupyter');
const REQUIREMENTS = ['binder', 'test'].map((folder) =>
  path.join(ROOT, folder, 'requirements.txt'),
);
const INSTALLED = path.join(VENV, 'installed.txt');

/**
 * Installs Jupyter once, anew when what is required changes.
 * @returns {Promise<string>} the folder of its programs
 * @throws Error whose message is the reason why there is none: no Python, no PyPI
 */
export async function ensureJupyter({ log = () => {} } = {}) {
  const bin = path.join(VENV, 'bin');
  const texts = await Promise.all(REQUIREMENTS.map((file) => readFile(file, 'utf8')));
  const requirements = texts.join('\n');
  if (existsSync(INSTALLED) && (await readFile(INSTALLED, 'utf8')) === requirements) {
    return bin;
  }
  log('Installing JupyterLab from PyPI …');
  await rm(VENV, { recursive: true, force: true });
  await makeVenv();
  const pip = await run(
    path.join(bin, 'python'),
    [
      ...['-m', 'pip', 'install', '--quiet', '--timeout=20', '--retries=1'],
      ...REQUIREMENTS.flatMap((file) => ['-r', file]),
    ],
    { quiet: true },
  );
  if (pip.code !== 0) throw new Error(`pip could not install JupyterLab: ${lastLine(pip)}`);
  await writeFile(INSTALLED, requirements);
  return bin;
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
