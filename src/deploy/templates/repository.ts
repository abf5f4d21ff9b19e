import type { Piece } from '../init/pieces.js';
import { toDependencySpec } from '../install-source.js';
import { toLaunchLink, toUrlPath } from '../launch-link.js';
import { toPagesLink } from '../pages-link.js';
import { linkedNotebook, type Site } from './site.js';

/** What every target needs: eccola as a dependency, and git that leaves the installed packages out. */
export function packageFiles(site: Site): Piece[] {
  return [
    {
      kind: 'dependency',
      path: 'package.json',
      name: 'eccola',
      content: toDependencySpec(site.source),
    },
    {
      kind: 'block',
      path: '.gitignore',
      comment: 'hash',
      at: 'end',
      content: gitignore(site),
    },
  ];
}

function gitignore({ source }: Site): string {
  // A rule that leaves out every tarball would leave this one out of the clone that installs it.
  const tarball = source.kind === 'tarball' ? `!/${source.file}\n` : '';
  return `node_modules/\n.ipynb_checkpoints/\n.eccola/cache/\n${tarball}`;
}

/** The README's lines on how to open the app: by a link where there is GitHub Pages or Binder, and on one's own computer. */
export function readmeBlock(site: Site, targets: readonly string[]): Piece {
  const notebook = linkedNotebook(site);
  const local = `On your own computer (Node 20.19 or newer):

\`\`\`sh
npm install --ignore-scripts
npx eccola ${notebook ? quote(notebook) : '.'}
\`\`\`
`;
  return {
    kind: 'block',
    path: 'README.md',
    comment: 'html',
    at: 'start',
    content: [...linkLines(site, targets), local].join('\n\n'),
  };
}

function linkLines(site: Site, targets: readonly string[]): string[] {
  const { remote } = site;
  const [pages, binder] = [targets.includes('pages'), targets.includes('binder')];
  if (!pages && !binder) return [];
  if (!remote) {
    return [
      'This repository has no remote yet, so there is no link: after `git remote add` run `eccola init` again.',
    ];
  }
  const notebook = linkedNotebook(site);
  const what = notebook ? 'the app' : 'the apps';
  const link = pages ? toPagesLink(remote, notebook) : undefined;
  const onPages =
    link && `[Open ${what}](${link}), on GitHub Pages: in your own browser, without a server.`;
  const { badge } = toLaunchLink(remote, toUrlPath(notebook));
  const onBinder = `${badge}\n\nThe badge opens ${what} on Binder. The first launch after a change builds an image, which takes some minutes.`;
  return [...(onPages ? [onPages] : []), ...(binder ? [onBinder] : [])];
}

/** Runs `eccola doctor` on every push: what will break at the launch breaks here. */
export function workflowFile({ hasLockfile }: Site): Piece {
  const content = `name: eccola
on:
  push:
  pull_request:

permissions:
  contents: read

jobs:
  doctor:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
        with:
          node-version: 24
      - uses: actions/setup-python@v6
        with:
          python-version: "3.12"
      - run: ${hasLockfile ? 'npm ci' : 'npm install --no-package-lock'}
        env:
          ONNXRUNTIME_NODE_INSTALL: skip
      - run: npx --no-install eccola doctor
`;
  return { kind: 'file', path: '.github/workflows/eccola.yml', content };
}

function quote(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
