import type { Piece } from '../init/pieces.js';
import { binderFiles } from './binder.js';
import { dockerFiles } from './docker.js';
import { cloudRunFiles, flyFiles, huggingFaceFiles, renderFiles } from './hosts.js';
import { pagesFiles } from './pages.js';
import { packageFiles, readmeBlock, workflowFile } from './repository.js';
import type { Site } from './site.js';

const TEMPLATES = {
  binder: binderFiles,
  docker: dockerFiles,
  huggingface: huggingFaceFiles,
  fly: flyFiles,
  render: renderFiles,
  cloudrun: cloudRunFiles,
  pages: pagesFiles,
} satisfies Record<string, (site: Site) => Piece[]>;

export type Target = keyof typeof TEMPLATES;

export const TARGETS = Object.keys(TEMPLATES) as readonly Target[];

/** What is written when no target is named. */
export const DEFAULT_TARGETS: readonly Target[] = ['binder', 'docker'];

export function isTarget(name: string): name is Target {
  return Object.hasOwn(TEMPLATES, name);
}

/** All that `eccola init` wants in a repository for some targets. */
export function wantedPieces(site: Site, targets: readonly Target[]): Piece[] {
  const hosted = targets.flatMap((target) => TEMPLATES[target](site));
  const elsewhere = site.remote !== undefined && site.remote.provider !== 'gh';
  return [
    ...packageFiles(site),
    ...new Map(hosted.map((piece) => [`${piece.kind} ${piece.path}`, piece])).values(),
    ...(elsewhere ? [] : [workflowFile(site)]),
    readmeBlock(site, targets),
  ];
}
