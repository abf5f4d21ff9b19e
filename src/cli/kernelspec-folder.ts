import { spawnSync } from 'node:child_process';
import { homedir } from 'node:os';
import path from 'node:path';
import { AppError } from '../protocol/errors.js';

type Environment = Readonly<Record<string, string | undefined>>;

export interface KernelspecPlace {
  /** For everyone who uses one Python environment. */
  sysPrefix: boolean;
  /** As `--prefix` names it. */
  prefix: string | undefined;
}

/**
 * The folder that holds kernelspecs: the user's own by default.
 * @throws AppError `BAD_OPTION` where `--sys-prefix` finds no Python environment
 * @see https://docs.jupyter.org/en/latest/use/jupyter-directories.html#data-files
 */
export function kernelspecFolder(
  { sysPrefix, prefix }: KernelspecPlace,
  env: Environment = process.env,
): string {
  if (prefix !== undefined) return belowPrefix(path.resolve(prefix));
  if (sysPrefix) return belowPrefix(pythonPrefix(env));
  return path.join(userDataFolder(env), 'kernels');
}

function belowPrefix(prefix: string): string {
  return path.join(prefix, 'share', 'jupyter', 'kernels');
}

function userDataFolder(env: Environment): string {
  if (env.JUPYTER_DATA_DIR) return env.JUPYTER_DATA_DIR;
  const home = homedir();
  if (process.platform === 'darwin') return path.join(home, 'Library', 'Jupyter');
  if (process.platform === 'win32') {
    return path.join(env.APPDATA ?? path.join(home, 'AppData', 'Roaming'), 'jupyter');
  }
  return path.join(env.XDG_DATA_HOME || path.join(home, '.local', 'share'), 'jupyter');
}

/** Asks the environment's variables before Python, which need not be there. */
function pythonPrefix(env: Environment): string {
  const said = env.VIRTUAL_ENV ?? env.CONDA_PREFIX ?? env.NB_PYTHON_PREFIX;
  if (said) return said;
  for (const python of ['python3', 'python']) {
    const { status, stdout } = spawnSync(python, ['-c', 'import sys; print(sys.prefix)'], {
      encoding: 'utf8',
    });
    if (status === 0 && stdout.trim() !== '') return stdout.trim();
  }
  throw new AppError('BAD_OPTION', '--sys-prefix found no Python environment.', {
    hint: 'Activate the environment that JupyterLab runs in, or name it with --prefix.',
  });
}
