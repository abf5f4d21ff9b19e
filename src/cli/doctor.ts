import path from 'node:path';
import { parseArgs } from 'node:util';
import { checkRepository } from '../deploy/doctor/check-repository.js';
import type { Finding } from '../deploy/doctor/finding.js';
import { type LaunchResult, simulateLaunch } from '../deploy/doctor/launch/simulate-launch.js';
import { parseGitRemote } from '../deploy/git-remote.js';
import { parseRecord, RECORD_FILE } from '../deploy/init/record.js';
import { type LaunchLink, toLaunchLink, toUrlPath } from '../deploy/launch-link.js';
import { toPagesLink } from '../deploy/pages-link.js';
import { openRepository, type Repository, readRemote } from '../deploy/repository.js';
import { findCacheDir } from './cache-dir.js';
import type { Command } from './command.js';
import type { Terminal } from './terminal.js';

const USAGE = `eccola doctor [FOLDER] [--no-launch] [--json]

Says what will go wrong when this repository is published, and how to mend it. Then it launches what is committed as
Binder does, in a Jupyter Server of its own, and prints the link.

  --no-launch   only reads: no checkout, no Python, seconds instead of minutes
  --json        prints findings and link for a program to read

Ends with 1 if anything will break.`;

/** Of a repository for GitHub Pages alone. */
const NO_LAUNCH = `  GitHub Pages runs nothing, so nothing was launched: that no cell imports what only Node has was read in the sources.
  eccola build --static OUT runs each notebook once and writes the site that the workflow does.`;

/** Its exit code is 1 if there is an error among the findings. */
export const doctorCommand: Command = { usage: USAGE, run };

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      'no-launch': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const repository = await openRepository(path.resolve(positionals[0] ?? '.'));
  const results = await checkRepository(repository);
  const say = values.json ? () => {} : terminal.print;
  for (const { passed, findings } of results) {
    if (findings.length === 0) say(`✓ ${passed}`);
    for (const finding of findings) say(describeFinding(finding));
  }
  const read = results.flatMap(({ findings }) => findings);
  const launch = values['no-launch'] ? undefined : await tryLaunch(repository, terminal);
  for (const finding of launch?.findings ?? []) say(describeFinding(finding));
  if (launch) say(describeLaunch(launch));
  else if (!values['no-launch']) say(NO_LAUNCH);

  const findings = [...read, ...(launch?.findings ?? [])];
  const ok = findings.every(({ level }) => level !== 'error');
  const links = await findLinks(repository);
  const { binder: link, pages } = links;
  if (values.json) terminal.print(JSON.stringify({ ok, findings, launch, link, pages }, null, 2));
  else terminal.print(describeEnd(ok, findings, links));
  return ok ? 0 : 1;
}

async function tryLaunch(
  repository: Repository,
  terminal: Terminal,
): Promise<LaunchResult | undefined> {
  return await simulateLaunch(repository, {
    cacheDir: await findCacheDir(process.env.XDG_CACHE_HOME),
    onStep: (step) => terminal.tell(`… ${step}`),
  });
}

/** What the repository's own files lead to; Binder's link where they say nothing else. */
interface Links {
  binder?: LaunchLink;
  pages?: string | undefined;
}

async function findLinks(repository: Repository): Promise<Links> {
  const { root, notebooks } = repository;
  const remote = parseGitRemote((await readRemote(root)) ?? '');
  const [first, ...others] = notebooks.filter(({ notebook }) => notebook !== undefined);
  if (!remote || !first) return {};
  const { targets } = parseRecord(await repository.readText(RECORD_FILE));
  const notebook = others.length === 0 ? first.path : undefined;
  const pages = targets.includes('pages') ? toPagesLink(remote, notebook) : undefined;
  if (pages !== undefined && !targets.includes('binder')) return { pages };
  return { pages, binder: toLaunchLink(remote, toUrlPath(notebook)) };
}

function describeFinding({ level, where, message, mend, commands = [] }: Finding): string {
  const place = where?.cell === undefined ? '' : `${where.path}, cell ${where.cell}: `;
  return [
    `${level === 'error' ? '✗' : '!'} ${place}${message}`,
    `    ${mend}`,
    ...commands.map((command) => `    $ ${command}`),
  ].join('\n');
}

function describeLaunch({ live, browser, imageBytes }: LaunchResult): string {
  const apps = live.map(
    ({ notebook, liveAfterMs }) =>
      `✓ ${notebook} opened through Jupyter Server, live after ${(liveAfterMs / 1000).toFixed(1)} s`,
  );
  const size =
    imageBytes === undefined
      ? []
      : [`  ${Math.round(imageBytes / 1e6)} MB on top of Binder's image`];
  const visitor =
    live.length === 0
      ? []
      : [
          browser
            ? `  opened in ${browser}`
            : '  visited without a browser, as none of Chromium’s family is installed',
        ];
  return [...apps, ...visitor, ...size].join('\n');
}

function describeEnd(ok: boolean, findings: readonly Finding[], { binder, pages }: Links) {
  const errors = findings.filter(({ level }) => level === 'error').length;
  const fine = findings.length === 0 ? 'Nothing will break.' : 'Nothing is known to break.';
  const verdict = ok ? fine : `${errors} of these will break the launch.`;
  const where = [
    ...(pages === undefined ? [] : [`On GitHub Pages:\n${pages}`]),
    ...(binder ? [`The link:\n${binder.url}\nThe badge:\n${binder.badge}`] : []),
  ];
  if (where.length === 0) where.push('No git remote, so there is no link yet.');
  return ['', verdict, ...where].join('\n');
}
