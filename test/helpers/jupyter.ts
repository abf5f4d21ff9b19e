import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { inject, onTestFinished } from 'vitest';
import { makeFolder } from './folder.js';
import { runEccola } from './run-eccola.js';

export interface InstalledKernels {
  /** What a program of Jupyter's needs to find the kernels and nothing of this user's. */
  env: Record<string, string>;
}

/** Runs `eccola install` for a Jupyter of this test's own. */
export async function installKernels(): Promise<InstalledKernels> {
  const prefix = await makeFolder();
  const { code, output } = await runEccola(['install', '--prefix', prefix]);
  if (code !== 0) throw new Error(output);
  return {
    env: {
      JUPYTER_PATH: path.join(prefix, 'share', 'jupyter'),
      JUPYTER_DATA_DIR: path.join(prefix, 'data'),
      JUPYTER_CONFIG_DIR: path.join(prefix, 'config'),
      JUPYTER_RUNTIME_DIR: path.join(prefix, 'runtime'),
    },
  };
}

/** Starts a program of the installed Jupyter; it ends with the test. */
export function spawnJupyter(
  program: string,
  args: readonly string[],
  { cwd, env }: { cwd: string; env: Record<string, string> },
) {
  const jupyter = inject('jupyter');
  if ('missing' in jupyter) throw new Error(jupyter.missing);
  const child = spawn(path.join(jupyter.bin, program), args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  return { child, ended, output: () => printed };
}

export interface JupyterLab {
  /** With a slash at its end. */
  url: string;
  token: string;
  /** All that it printed so far. */
  output(): string;
}

/** Starts JupyterLab in a folder, with the kernels that `eccola install` gives it; it ends with the test. */
export async function startJupyterLab(cwd: string): Promise<JupyterLab> {
  const { env } = await installKernels();
  const token = randomUUID();
  const { child, ended, output } = spawnJupyter(
    'jupyter-lab',
    [
      '--no-browser',
      '--ServerApp.ip=127.0.0.1',
      '--ServerApp.port=0',
      '--ServerApp.allow_root=True',
      `--IdentityProvider.token=${token}`,
      // It would ask whether to fetch news.
      '--LabApp.news_url=None',
    ],
    { cwd, env },
  );
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', () => {
        const address = /http:\/\/127\.0\.0\.1:[1-9]\d*\//.exec(output());
        if (address) resolve(address[0]);
      });
    }
    void ended.then((code) => reject(new Error(`JupyterLab ended with ${code}:\n${output()}`)));
  });
  return { url, token, output };
}
