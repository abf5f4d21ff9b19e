import path from 'node:path';
import { expect, test } from 'vitest';
import { writePiece } from '../../src/deploy/init/pieces.js';
import { TARGETS, wantedPieces } from '../../src/deploy/templates/index.js';
import type { Site } from '../../src/deploy/templates/site.js';

const ONE_NOTEBOOK: Site = {
  name: 'bears',
  remote: { provider: 'gh', slug: 'org/bears' },
  notebooks: ['bears.ipynb'],
  hasLockfile: true,
  source: { kind: 'registry', version: '0.1.0' },
  browserPackages: ['onnxruntime-web@1.30.0'],
};
const SITES: Record<string, Site> = {
  'one-notebook': ONE_NOTEBOOK,
  'tarball-without-remote': {
    ...ONE_NOTEBOOK,
    remote: undefined,
    notebooks: ['apps/my bears.ipynb', 'sliders.ipynb'],
    hasLockfile: false,
    browserPackages: [],
    source: { kind: 'tarball', file: 'eccola-0.1.0-1a2b3c4d.tgz' },
  },
  'pinned-commit-on-gitlab': {
    ...ONE_NOTEBOOK,
    remote: { provider: 'gl', slug: 'group/bears' },
    source: { kind: 'git', url: 'https://github.com/org/eccola.git', commit: 'a'.repeat(40) },
  },
};

test.each(Object.entries(SITES))('writes the files of %s', async (name, site) => {
  const texts = new Map<string, string>();
  for (const piece of wantedPieces(site, TARGETS)) {
    texts.set(piece.path, writePiece(piece, texts.get(piece.path) ?? ''));
  }
  for (const [file, text] of texts) {
    // Under a name that no tool takes for a configuration of this repository.
    const golden = path.join(import.meta.dirname, 'output/deploy', name, `${file}.txt`);
    await expect(text).toMatchFileSnapshot(golden);
  }
});
