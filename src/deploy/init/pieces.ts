import { AppError } from '../../protocol/errors.js';

/**
 * One thing that `eccola init` writes, and that it will bring up to date as long as it is as it was written:
 * a whole file, a part of a file that is otherwise the user's, or one dependency.
 */
export type Piece =
  | { kind: 'file'; path: string; content: string; executable?: boolean }
  /** Lines between two marker comments. `start` puts them first in the file, `end` last. */
  | { kind: 'block'; path: string; content: string; comment: 'html' | 'hash'; at: 'start' | 'end' }
  /** The YAML front matter of a Markdown file. */
  | { kind: 'front-matter'; path: string; content: string }
  /** A value in package.json's `dependencies`. */
  | { kind: 'dependency'; path: 'package.json'; name: string; content: string };

/** Names a piece in the record of what was written. */
export function keyOf(piece: Piece): string {
  switch (piece.kind) {
    case 'file':
      return piece.path;
    case 'block':
      return `${piece.path}#block`;
    case 'front-matter':
      return `${piece.path}#front-matter`;
    case 'dependency':
      return `${piece.path}#dependencies.${piece.name}`;
  }
}

/** What a file holds of a piece at present; undefined when it holds nothing of it. */
export function readPiece(piece: Piece, text: string): string | undefined {
  switch (piece.kind) {
    case 'file':
      return text;
    case 'block':
      return blockPattern(piece).exec(text)?.[1];
    case 'front-matter':
      return FRONT_MATTER.exec(text)?.[1];
    case 'dependency':
      return readDependency(piece.name, text);
  }
}

/** The file's text with the piece in it, in the place of what it held of it before. */
export function writePiece(piece: Piece, text: string): string {
  switch (piece.kind) {
    case 'file':
      return piece.content;
    case 'block':
      return writeBlock(piece, text);
    case 'front-matter': {
      const block = `---\n${piece.content}---\n`;
      return FRONT_MATTER.test(text) ? text.replace(FRONT_MATTER, () => block) : block + text;
    }
    case 'dependency':
      return writeDependency(piece, text);
  }
}

const FRONT_MATTER = /^---\n([\s\S]*?)---\n/;

type Block = Extract<Piece, { kind: 'block' }>;

const MARKERS = {
  html: ['<!-- eccola: begin -->', '<!-- eccola: end -->'],
  hash: ['# eccola: begin', '# eccola: end'],
} as const;

function blockPattern({ comment }: Block): RegExp {
  const [begin, end] = MARKERS[comment];
  return new RegExp(`^${begin}\n([\\s\\S]*?)^${end}$\n?`, 'm');
}

function writeBlock(piece: Block, text: string): string {
  const [begin, end] = MARKERS[piece.comment];
  const block = `${begin}\n${piece.content}${end}\n`;
  const pattern = blockPattern(piece);
  if (pattern.test(text)) return text.replace(pattern, () => block);
  if (text.trim() === '') return block;
  if (piece.at === 'end') return `${text.replace(/\n*$/, '\n')}\n${block}`;
  return insertBelowTitle(block, text);
}

/** In a README, "first" is below the front matter and the title. */
function insertBelowTitle(block: string, text: string): string {
  const head = /^(?:---\n[\s\S]*?---\n)?\s*(?:#[^\n]*\n|[^\n]+\n=+\n)?\n*/.exec(text)?.[0] ?? '';
  const separator = head === '' || head.endsWith('\n\n') ? '' : '\n';
  return `${head}${separator}${block}\n${text.slice(head.length)}`;
}

function readDependency(name: string, text: string): string | undefined {
  const { dependencies } = parseManifest(text);
  const value = isRecord(dependencies) ? dependencies[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}

function writeDependency({ name, content }: Extract<Piece, { kind: 'dependency' }>, text: string) {
  const manifest = text === '' ? { private: true } : parseManifest(text);
  const dependencies = isRecord(manifest.dependencies) ? manifest.dependencies : {};
  const indent = /^([ \t]+)"/m.exec(text)?.[1] ?? '  ';
  const written = { ...manifest, dependencies: { ...dependencies, [name]: content } };
  return `${JSON.stringify(written, null, indent)}\n`;
}

function parseManifest(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new AppError('BAD_REQUEST', 'package.json is not JSON.', {
      hint: 'Mend it, or move it away: eccola init then writes a new one.',
      cause,
    });
  }
  return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
