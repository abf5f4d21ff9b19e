import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';

/** Where a launch is simulated: a clean checkout, and the surroundings that Binder's image gives it. */
export interface LaunchPlace {
  /** Absolute path of the checkout. */
  folder: string;
  /** Absolute path of the folder of the Python that has Jupyter Server. */
  pythonBin: string;
  env: NodeJS.ProcessEnv;
}

/**
 * Makes the environment of a checkout as Binder's image has it: HOME is the repository, and Jupyter's configuration and
 * kernels are looked for below a prefix of their own. What tells npm which registry to ask is the user's own.
 */
export async function makePlace(folder: string, pythonBin: string): Promise<LaunchPlace> {
  const prefix = path.join(path.dirname(folder), 'prefix');
  const runtime = path.join(path.dirname(folder), 'runtime');
  await mkdir(path.join(prefix, 'etc', 'jupyter'), { recursive: true });
  await mkdir(runtime, { recursive: true, mode: 0o700 });
  const npmrc = path.join(homedir(), '.npmrc');
  const env = {
    ...withoutOwnSettings(process.env),
    ...(existsSync(npmrc) ? { npm_config_userconfig: npmrc } : {}),
    HOME: folder,
    REPO_DIR: folder,
    NB_PYTHON_PREFIX: prefix,
    // Doctor's own Node is the one that the app is tried with.
    PATH: [pythonBin, path.dirname(process.execPath), process.env.PATH].join(path.delimiter),
    JUPYTER_CONFIG_DIR: path.join(prefix, 'etc', 'jupyter'),
    JUPYTER_PATH: path.join(prefix, 'share', 'jupyter'),
    JUPYTER_RUNTIME_DIR: runtime,
    JUPYTER_NO_CONFIG: undefined,
  };
  return { folder, pythonBin, env };
}

/** What the user has set for npm and for caches must not decide whether the launch works; where npm's registry is may. */
export function withoutOwnSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own =
    /^(?:XDG_|npm_(?!config_(?:registry|.*proxy|cafile))|JUPYTER|NODE_OPTIONS$|VIRTUAL_ENV$)/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !own.test(name)));
}
