import path from 'node:path';
import { inject, onTestFinished } from 'vitest';
import {
  type JupyterServer,
  startJupyterServer,
} from '../../src/deploy/doctor/launch/jupyter-server.js';
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

/** Starts JupyterLab in a folder, with the kernels that `eccola install` gives it; it ends with the test. */
export async function startJupyterLab(folder: string): Promise<JupyterServer> {
  const jupyter = inject('jupyter');
  if ('missing' in jupyter) throw new Error(jupyter.missing);
  const { env } = await installKernels();
  const place = { folder, pythonBin: jupyter.bin, env: { ...process.env, ...env } };
  const lab = await startJupyterServer(place, {
    baseUrl: '/',
    program: 'jupyter-lab',
    // It would ask whether to fetch news.
    command: (command) => [...command, '--LabApp.news_url=None'],
  });
  onTestFinished(lab.close);
  return lab;
}
