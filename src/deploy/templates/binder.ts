import type { Piece } from '../init/pieces.js';
import { jupyterServerConfig } from './jupyter-server-config.js';
import { installCommand, type Site } from './site.js';
import { REMOVE_UNUSED, SKIP_DOWNLOADS, WHAT_IS_UNUSED } from './unused-files.js';

/**
 * The folder that repo2docker builds from.
 * @see https://repo2docker.readthedocs.io/en/latest/configuration/
 */
export function binderFiles(site: Site): Piece[] {
  return [
    { kind: 'file', path: 'binder/requirements.txt', content: REQUIREMENTS },
    { kind: 'file', path: 'binder/runtime.txt', content: 'python-3.12\n' },
    { kind: 'file', path: 'binder/postBuild', content: postBuild(site), executable: true },
    {
      kind: 'file',
      path: 'binder/jupyter_server_config.py',
      content: jupyterServerConfig({ main: 'node_modules/eccola/dist/cli/main.js', root: '.' }),
    },
  ];
}

const REQUIREMENTS = `# Node, JupyterLab and Jupyter Server come with Binder's base image; the proxy is what eccola adds.
jupyter-server-proxy>=4.6,<5
`;

function postBuild(site: Site): string {
  return `#!/usr/bin/env bash
# Binder runs this once, while it builds the image: as the notebook's user, in the repository.
set -euo pipefail
cd "$(dirname "$0")/.."
prefix="\${NB_PYTHON_PREFIX:-$(python3 -c 'import sys; print(sys.prefix)')}"

# A cache of its own, thrown away: every cold launch pulls the layer that this makes.
npm_config_cache=$(mktemp -d)
export npm_config_cache npm_config_fund=false npm_config_audit=false
${SKIP_DOWNLOADS}
${installCommand(site)}
rm -rf "$npm_config_cache"
${[WHAT_IS_UNUSED, ...REMOVE_UNUSED].join('\n')}

# Compiles each notebook and runs it once: an error stops the build here, and the first visitor waits for no compiler.
node_modules/.bin/eccola build .
# The kernels that JupyterLab offers.
node_modules/.bin/eccola install --prefix "$prefix"
# JupyterLab's preview of the open notebook.
mkdir -p "$prefix/share/jupyter/labextensions"
cp -R node_modules/eccola/python/eccola-jupyter/eccola_jupyter/labextension \\
  "$prefix/share/jupyter/labextensions/eccola-jupyter"

# A link, so that the configuration finds the repository from its own place.
mkdir -p "$prefix/etc/jupyter"
ln -sfn "$PWD/binder/jupyter_server_config.py" "$prefix/etc/jupyter/jupyter_server_config.py"
`;
}
