import path from 'node:path';
import { expectProgram } from '../../src/deploy/run-program.js';
import { makeFolder } from './folder.js';
import { REPOSITORY } from './run-eccola.js';

/**
 * Builds `python/eccola-jupyter` as pip does from a source distribution, and installs it below a prefix of its own.
 * @param python of the Jupyter that it is for; it has hatchling
 * @returns what a program of that Jupyter's needs to find it
 */
export async function installEccolaJupyter(python: string): Promise<Record<string, string>> {
  const [source, dist, prefix] = [await makeFolder(), await makeFolder(), await makeFolder()];
  // A copy: a build leaves caches beside its source.
  await expectProgram('cp', ['-R', `${REPOSITORY}/python/eccola-jupyter/.`, source]);
  const hatchling = ['-m', 'hatchling', 'build', '-t', 'sdist', '-d', dist];
  await expectProgram(python, hatchling, { cwd: source });
  const pip = ['install', '--quiet', '--no-deps', '--no-build-isolation', `--prefix=${prefix}`];
  const archives = await expectProgram('sh', ['-c', 'ls "$0"/*.tar.gz', dist]);
  const target = ['--python', python, ...pip, archives.trim()];
  await expectProgram('python3', ['-m', 'pip', ...target]);
  const site = 'import sysconfig; print(sysconfig.get_path("purelib", vars={"base": sys.argv[1]}))';
  const packages = await expectProgram(python, ['-c', `import sys; ${site}`, prefix]);
  return {
    PYTHONPATH: packages.trim(),
    JUPYTER_PATH: path.join(prefix, 'share/jupyter'),
    JUPYTER_CONFIG_PATH: path.join(prefix, 'etc/jupyter'),
  };
}
