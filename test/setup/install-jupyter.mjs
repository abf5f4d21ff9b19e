import { ensureJupyter } from '../../scripts/jupyter.mjs';

/** Installs Jupyter Server, or tells the tests that want one why there is none. */
export async function setup(project) {
  project.provide(
    'jupyter',
    await ensureJupyter({ log: console.log }).then(
      (executable) => ({ executable }),
      (error) => ({ missing: error.message }),
    ),
  );
}
