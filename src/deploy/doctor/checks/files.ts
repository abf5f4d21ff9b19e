import path from 'node:path';
import type { Repository } from '../../repository.js';
import { readSources, resolveImport } from '../code/sources.js';
import { isImport, type StringLiteral } from '../code/string-literals.js';
import { type Check, type Finding, shellQuote } from '../finding.js';

/** A relative path with an extension, and no address. */
const PATH_LIKE =
  /^(?!\w+:)(?:\.{1,2}\/)*[\w@ .()+-]+(?:\/[\w@ .()+-]+)*\.[A-Za-z][A-Za-z0-9]{0,7}$/;
/** Calls whose first argument is a file: `load(`, `readFileSync(`, `open(`. */
const READS_FILE = /\b(?:\w*[lL]oad\w*|read\w*|open\w*|createReadStream)\s*(?:<[^>]*>)?\(\s*$/;
const MARKDOWN_IMAGE = /!\[[^\]]*\]\(\s*<?([^)\s>]+)|<img\s[^>]*?src\s*=\s*["']([^"']+)["']/gi;

/** Everything that a notebook reads from the repository is in git, and lies there as itself. */
export const filesCheck: Check = {
  name: 'files',
  passed: 'every file that a notebook names is in git',
  async run(repository) {
    const named = [...(await namedByCode(repository)), ...namedByMarkdown(repository)];
    const findings: Omit<Finding, 'check'>[] = [];
    const seen = new Set<string>();
    for (const { file, where, surely } of named) {
      const key = `${where.path} ${file}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const finding = await judge(repository, file, where, surely);
      if (finding) findings.push(finding);
    }
    return [...findings, ...notebooksOutsideGit(repository)];
  },
};

interface Named {
  /** Below the root. */
  file: string;
  where: { path: string; cell?: number };
  /** False where a string only looks like a path. */
  surely: boolean;
}

async function namedByCode(repository: Repository): Promise<Named[]> {
  const named: Named[] = [];
  for (const { path: importer, cell, literals } of await readSources(repository)) {
    const where = { path: importer, cell };
    for (const literal of literals) {
      if (isImport(literal)) {
        if (!/^\.{1,2}\//.test(literal.text)) continue;
        const resolved = await resolveImport(repository, importer, literal.text);
        const file = resolved ?? besideOf(importer, literal.text);
        named.push({ file, where, surely: true });
      } else if (PATH_LIKE.test(literal.text)) {
        named.push(...toNamed(repository, importer, literal, where));
      }
    }
  }
  return named;
}

/** A kernel works in its notebook's folder, so a path in an imported file starts there too. */
function toNamed(
  { notebooks }: Repository,
  importer: string,
  literal: StringLiteral,
  where: Named['where'],
): Named[] {
  const surely = READS_FILE.test(literal.before);
  const readers = importer.endsWith('.ipynb') ? [importer] : notebooks.map((found) => found.path);
  const folders = new Set(readers.map((reader) => path.posix.dirname(reader)));
  return [...folders].map((folder) => ({
    file: path.posix.join(folder, literal.text),
    where,
    surely: surely && folders.size === 1,
  }));
}

function namedByMarkdown({ notebooks }: Repository): Named[] {
  return notebooks.flatMap(({ path: file, notebook }) =>
    (notebook?.cells ?? [])
      .filter(({ kind }) => kind === 'markdown')
      .flatMap(({ source, index }) =>
        [...source.matchAll(MARKDOWN_IMAGE)]
          .map((match) => match[1] ?? match[2] ?? '')
          .filter((target) => !/^(?:[a-z][\w+.-]*:|\/|#)/i.test(target))
          .map((target) => ({
            file: besideOf(file, decodeURI(target)),
            where: { path: file, cell: index + 1 },
            surely: true,
          })),
      ),
  );
}

async function judge(
  repository: Repository,
  file: string,
  where: Named['where'],
  surely: boolean,
): Promise<Omit<Finding, 'check'> | undefined> {
  if (file.startsWith('../')) {
    if (!surely) return undefined;
    return {
      level: 'error',
      where,
      message: `${file} lies outside the repository.`,
      mend: 'Copy it into the repository, and name it from the notebook’s folder.',
    };
  }
  if (!(await repository.exists(file))) {
    if (!surely) return undefined;
    return {
      level: 'error',
      where,
      message: `${file} does not exist.`,
      mend: 'Put it there, or correct the path: it starts at the notebook’s folder, and upper and lower case count.',
    };
  }
  const missing = [file, ...(await companions(repository, file))].filter(
    (needed) => repository.tracked && !repository.tracked.has(needed),
  );
  if (missing.length === 0) return undefined;
  return {
    level: 'error',
    where,
    message: `${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} not in git, so no clone has ${missing.length > 1 ? 'them' : 'it'}.`,
    mend: 'Add it to git, past what .gitignore may say.',
    commands: [`git add --force -- ${missing.map(shellQuote).join(' ')}`],
  };
}

/** What is loaded with a model without being named: its sidecar, and the file that holds its weights. */
async function companions(repository: Repository, file: string): Promise<string[]> {
  if (!file.endsWith('.onnx')) return [];
  const candidates = [file.replace(/\.onnx$/, '.json'), `${file}.data`, `${file}_data`];
  const present = await Promise.all(candidates.map((candidate) => repository.exists(candidate)));
  return candidates.filter((_, index) => present[index]);
}

function notebooksOutsideGit({ notebooks, tracked }: Repository): Omit<Finding, 'check'>[] {
  if (!tracked) return [];
  return notebooks
    .filter(({ path: file, notebook }) => notebook !== undefined && !tracked.has(file))
    .map(({ path: file }) => ({
      level: 'error',
      where: { path: file },
      message: `${file} is not in git, so no clone has it.`,
      mend: 'Add it to git.',
      commands: [`git add --force -- ${shellQuote(file)}`],
    }));
}

function besideOf(file: string, target: string): string {
  return path.posix.join(path.posix.dirname(file), target);
}
