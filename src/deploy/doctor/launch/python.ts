import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError, isAppError } from '../../../protocol/errors.js';
import { expectProgram } from '../../run-program.js';

/**
 * Makes a virtual environment with what a requirements.txt asks for, and keeps it for the next time.
 * @param cacheDir absolute path of the folder that it is kept in
 * @returns absolute path of its `bin`
 * @throws AppError `PROGRAM_MISSING` without Python, `PROGRAM_FAILED` where pip cannot install
 */
export async function preparePython(cacheDir: string, requirements: string): Promise<string> {
  const hash = createHash('sha256').update(requirements).digest('hex').slice(0, 12);
  const folder = path.join(cacheDir, `python-${hash}`);
  const bin = path.join(folder, 'bin');
  const installed = path.join(folder, 'installed.txt');
  if ((await readFile(installed, 'utf8').catch(() => undefined)) === requirements) return bin;
  await rm(folder, { recursive: true, force: true });
  await mkdir(cacheDir, { recursive: true });
  await expectProgram('python3', ['-m', 'venv', folder]).catch((error: unknown) => {
    throw explain(error, 'Python could not make a virtual environment', 'Install python3-venv.');
  });
  const list = path.join(folder, 'requirements.txt');
  await writeFile(list, requirements);
  const quick = ['--quiet', '--timeout=20', '--retries=1', '--disable-pip-version-check'];
  const install = ['-m', 'pip', 'install', ...quick, '-r', list];
  await expectProgram(path.join(bin, 'python'), install).catch((error: unknown) => {
    throw explain(error, 'pip could not install Jupyter Server', 'Run it where PyPI is reached.');
  });
  await writeFile(installed, requirements);
  return bin;
}

function explain(error: unknown, what: string, hint: string): unknown {
  if (!isAppError(error) || error.code !== 'PROGRAM_FAILED') return error;
  const reason = error.message.split(': ').slice(1).join(': ');
  return new AppError('PROGRAM_FAILED', `${what}: ${reason}`, { hint, cause: error });
}
