import { ensureJupyter } from '../../scripts/jupyter.mjs';

/** Installs JupyterLab, or tells the tests that want one why there is none. */
export async function setup(project) {
  project.provide(
    'jupyter',
    await ensureJupyter({ log: console.log }).then(
      (bin) => ({ bin }),
      (error) => ({ missing: error.message }),
    ),
  );
}
