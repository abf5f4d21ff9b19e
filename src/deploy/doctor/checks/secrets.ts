import { toMultiline } from '../../../protocol/nbformat.js';
import type { Repository, RepositoryNotebook } from '../../repository.js';
import { type Check, type Finding, shellQuote } from '../finding.js';

/** What issuers give out, by the prefixes they chose so that it can be found. */
const SECRETS: readonly { what: string; pattern: RegExp; guess?: true }[] = [
  { what: 'an AWS access key', pattern: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/ },
  { what: 'a GitHub token', pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{22,})/ },
  { what: 'a GitLab token', pattern: /\bglpat-[\w-]{20,}/ },
  { what: 'a Hugging Face token', pattern: /\bhf_[A-Za-z0-9]{30,}\b/ },
  { what: 'an npm token', pattern: /\bnpm_[A-Za-z0-9]{36}\b/ },
  { what: 'an API key (sk-…)', pattern: /\bsk-[A-Za-z0-9_-]{20,}/ },
  { what: 'a Slack token', pattern: /\bxox[abprs]-[A-Za-z0-9-]{10,}/ },
  { what: 'a Google API key', pattern: /\bAIza[\w-]{35}/ },
  { what: 'a JSON Web Token', pattern: /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/ },
  { what: 'a private key', pattern: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/ },
  {
    what: 'an address with a password',
    pattern: /\b[a-z][a-z0-9+]*:\/\/[^\s:@/"']+:[^\s:@/"']{3,}@/,
  },
  {
    what: 'a password or key in plain text',
    guess: true,
    pattern:
      /\b\w*(?:password|passwd|secret|api_?key|auth_?token)\w*["']?\s*[:=]\s*["'`][^"'`\s$]{8,}["'`]/i,
  },
];

const TEXT_MAX_BYTES = 1_000_000;
const ENV_FILE = /(?:^|\/)\.env(?:\.(?!example|sample|template)\w+)?$/;

/** Nothing that opens something else stands in what is about to be public. */
export const secretsCheck: Check = {
  name: 'secrets',
  passed: 'no key, token or password was found in sources or outputs',
  async run(repository) {
    return [
      ...repository.notebooks.flatMap(inNotebook),
      ...(await inFiles(repository)),
      ...envFiles(repository),
    ];
  },
};

function inNotebook({ path, text }: RepositoryNotebook): Omit<Finding, 'check'>[] {
  return readCells(text).flatMap(({ cell, source, outputs }) => [
    ...describe(source, `the source of cell ${cell}`, { path, cell }),
    ...describe(outputs, `the output of cell ${cell}`, { path, cell }).map((finding) => ({
      ...finding,
      mend: `${finding.mend} The notebook keeps outputs that were saved: clear them before you commit.`,
    })),
  ]);
}

async function inFiles(repository: Repository): Promise<Omit<Finding, 'check'>[]> {
  const findings = [];
  for (const file of repository.tracked ?? repository.files) {
    const size = await repository.size(file);
    if (file.endsWith('.ipynb') || size > TEXT_MAX_BYTES || isMachineWritten(file)) continue;
    const text = (await repository.readText(file)) ?? '';
    if (!text.includes('\0')) findings.push(...describe(text, file, { path: file }));
  }
  return findings;
}

function envFiles({ tracked }: Repository): Omit<Finding, 'check'>[] {
  return [...(tracked ?? [])]
    .filter((file) => ENV_FILE.test(file))
    .map((file) => ({
      level: 'error',
      where: { path: file },
      message: `${file} is in git: files of this name hold what must not be public.`,
      mend: 'Take it out of git, and change what it holds: git’s history keeps it.',
      commands: [
        `git rm --cached -- ${shellQuote(file)}`,
        `echo ${shellQuote(file)} >> .gitignore`,
      ],
    }));
}

function describe(text: string, place: string, where: Finding['where']) {
  return SECRETS.flatMap(({ what, pattern, guess }) => {
    const match = pattern.exec(text)?.[0];
    if (match === undefined) return [];
    return [
      {
        level: guess ? ('warning' as const) : ('error' as const),
        where,
        message: `${place} holds what looks like ${what}: ${mask(match)}`,
        mend: 'Take it out, read it from an environment variable instead, and have it revoked: git’s history keeps it.',
      },
    ];
  });
}

/** Enough to find it by, too little to use it. */
function mask(secret: string): string {
  return `${secret.slice(0, Math.min(8, Math.ceil(secret.length / 3)))}…`;
}

/** Lock files hold hashes and addresses only. */
function isMachineWritten(file: string): boolean {
  return /(?:^|\/)(?:package-lock\.json|yarn\.lock|pnpm-lock\.yaml)$/.test(file);
}

/** Reads outputs, which no other part of eccola does: it runs a notebook anew instead. */
function readCells(text: string): { cell: number; source: string; outputs: string }[] {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return [{ cell: 1, source: text, outputs: '' }];
  }
  const cells = at(file, 'cells');
  if (!Array.isArray(cells)) return [];
  return cells.map((value: unknown, index) => ({
    cell: index + 1,
    source: toMultiline(at(value, 'source')),
    outputs: textsIn(at(value, 'outputs')).join('\n'),
  }));
}

/** All strings of a JSON value; a multi-line string that was saved as its lines is put together again. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) {
    return [value.join('')];
  }
  // A picture's base64 is no text, and may look like anything.
  return Object.entries(value)
    .filter(([key]) => !/^(?:image\/(?!svg)|audio\/|video\/)/.test(key))
    .flatMap(([, item]) => textsIn(item));
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
