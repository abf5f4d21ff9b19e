import type { Piece } from '../init/pieces.js';
import { installCommand, type Site } from './site.js';

/**
 * A workflow that builds the site of the default branch and hands it to GitHub Pages.
 * @see https://docs.github.com/en/pages/getting-started-with-github-pages/using-custom-workflows-with-github-pages
 */
export function pagesFiles(site: Site): Piece[] {
  if (site.remote !== undefined && site.remote.provider !== 'gh') return [];
  const { browserPackages } = site;
  // Beside what package.json asks for: an image of the same repository needs none of it.
  const packages =
    browserPackages.length === 0
      ? ''
      : `      - run: npm install --no-save --omit=dev --ignore-scripts ${browserPackages.join(' ')}\n`;
  const content = `# Settings → Pages → Source: "GitHub Actions".
name: pages
on:
  push:
  workflow_dispatch:

permissions:
  contents: read

# A newer push waits for the deployment that runs, and takes the place of one that waits.
concurrency:
  group: pages-\${{ github.ref }}

jobs:
  build:
    if: github.ref_name == github.event.repository.default_branch
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
        with:
          node-version: 24
      - run: ${installCommand(site)}
        env:
          ONNXRUNTIME_NODE_INSTALL: skip
${packages}      - run: npx --no-install eccola build . --static _site
      - uses: actions/upload-pages-artifact@v4
        with:
          path: _site
  deploy:
    needs: build
    runs-on: ubuntu-latest
    permissions:
      pages: write
      id-token: write
    environment:
      name: github-pages
      url: \${{ steps.deployment.outputs.page_url }}
    steps:
      - id: deployment
        uses: actions/deploy-pages@v4
`;
  return [{ kind: 'file', path: '.github/workflows/pages.yml', content }];
}
