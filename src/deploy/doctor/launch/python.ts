import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
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
  await expectProgram('python3', ['-m', 'venv', folder]);
  const list = path.join(folder, 'requirements.txt');
  await writeFile(list, requirements);
  const quick = ['--quiet', '--timeout=20', '--retries=1', '--disable-pip-version-check'];
  await expectProgram(path.join(bin, 'python'), ['-m', 'pip', 'install', ...quick, '-r', list]);
  await writeFile(installed, requirements);
  return bin;
}
