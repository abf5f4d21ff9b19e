import path from 'node:path';
import { parseArgs } from 'node:util';
import { type InitResult, initRepository } from '../deploy/init/init-repository.js';
import { toDependencySpec } from '../deploy/install-source.js';
import { toLaunchLink, toUrlPath } from '../deploy/launch-link.js';
import { toPagesLink } from '../deploy/pages-link.js';
import { isTarget, TARGETS, type Target } from '../deploy/templates/index.js';
import { linkedNotebook } from '../deploy/templates/site.js';
import { AppError } from '../protocol/errors.js';
import type { Command } from './command.js';
import type { Terminal } from './terminal.js';

const USAGE = `eccola init [FOLDER] [--target NAME …] [--force]

Writes what a repository with notebooks needs to be published: binder/, a Dockerfile, a workflow, the README's link.
Run it again after a change; what you changed yourself is left alone.

  --target NAME   ${TARGETS.join(', ')}; may be given again. Default: those of the last time, at first binder and docker
  --force         overwrites what you changed, without asking`;

const SIGN = { create: '+', update: '~', same: '=', kept: '!' } as const;

export const initCommand: Command = { usage: USAGE, run };

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      target: { type: 'string', multiple: true },
      force: { type: 'boolean', default: false },
    },
  });
  const { ask } = terminal;
  const result = await initRepository({
    folder: path.resolve(positionals[0] ?? '.'),
    targets: values.target?.map(toTarget),
    mayOverwrite: async ({ path: file }) =>
      values.force || (ask ? await ask(`${file} is yours, or was changed. Overwrite it?`) : false),
  });
  terminal.print(describe(result));
  return 0;
}

function toTarget(name: string): Target {
  if (isTarget(name)) return name;
  throw new AppError('BAD_OPTION', `--target=${name} is none that eccola init knows.`, {
    hint: `It knows ${TARGETS.join(', ')}.`,
  });
}

function describe({ changes, site, notes, root, targets }: InitResult): string {
  const lines = changes.map(({ piece, action }) => `${SIGN[action]} ${piece.path}`);
  const kept = changes.some(({ action }) => action === 'kept');
  const notebook = linkedNotebook(site);
  const pages =
    site.remote && targets.includes('pages') ? toPagesLink(site.remote, notebook) : undefined;
  // Without Binder's files its link opens a Jupyter Server that knows nothing of eccola.
  const binder =
    site.remote && (targets.includes('binder') || pages === undefined)
      ? toLaunchLink(site.remote, toUrlPath(notebook)).url
      : undefined;
  const links = [pages, binder].filter((link) => link !== undefined);
  return [
    `In ${root}, with eccola from ${toDependencySpec(site.source)}:`,
    ...lines,
    ...(kept ? ['! is yours or was changed, and was left alone: --force overwrites it.'] : []),
    ...notes,
    '',
    ...(pages ? ['In the repository’s settings choose Pages → Source → "GitHub Actions".'] : []),
    links.length > 0
      ? `The link, once this is pushed:\n${links.join('\n')}`
      : 'No git remote, so no link yet: after `git remote add` run eccola init again.',
    'Next: eccola doctor says what would go wrong.',
  ].join('\n');
}
