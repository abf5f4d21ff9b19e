import type * as nbformat from '@jupyterlab/nbformat';
import { AppError } from './errors.js';

export type {
  IDisplayData,
  IExecuteResult,
  IMimeBundle,
  IOutput,
} from '@jupyterlab/nbformat';

export type NotebookLanguage = 'typescript' | 'javascript';

export interface NotebookCell {
  /** The cell's id in the file, or `cell-N` by position where an old file has none. */
  id: string;
  /** Position in the file, from 0, all kinds of cells counted. */
  index: number;
  kind: 'code' | 'markdown' | 'raw';
  source: string;
  tags: readonly string[];
  metadata: Readonly<Record<string, unknown>>;
  /** Markdown cells' attachments: file name → mime bundle. */
  attachments: Readonly<Record<string, nbformat.IMimeBundle>>;
}

/** A notebook as the rest of eccola sees it: nothing optional, sources as one string. */
export interface Notebook {
  language: NotebookLanguage;
  /** The title in the metadata, else the first heading, else undefined. */
  title: string | undefined;
  cells: readonly NotebookCell[];
  metadata: Readonly<Record<string, unknown>>;
}

/**
 * Reads the text of a `.ipynb` file (nbformat 4).
 * @param name how messages call the notebook, such as its path below the root
 * @throws AppError `NOT_A_NOTEBOOK` or `UNSUPPORTED_LANGUAGE`
 * @see https://nbformat.readthedocs.io/en/latest/format_description.html
 */
export function parseNotebook(text: string, name: string): Notebook {
  const file = parseFile(text, name);
  const metadata = asObject(file.metadata) ?? {};
  const cells = withOwnIds(
    (file.cells as unknown[]).map((cell, index) => parseCell(cell, index, name)),
  );
  return {
    language: parseLanguage(metadata, name),
    title: typeof metadata.title === 'string' ? metadata.title : firstHeading(cells),
    cells,
    metadata,
  };
}

function parseFile(text: string, name: string): Record<string, unknown> {
  let file: unknown;
  try {
    file = JSON.parse(withoutByteOrderMark(text));
  } catch (cause) {
    throw new AppError('NOT_A_NOTEBOOK', `${name} is not a notebook: its text is not JSON.`, {
      hint: 'Open it in JupyterLab or VS Code and save it again.',
      cause,
    });
  }
  const object = asObject(file);
  // An older format has its cells elsewhere.
  if (typeof object?.nbformat === 'number' && object.nbformat !== 4) {
    throw new AppError(
      'NOT_A_NOTEBOOK',
      `${name} is in notebook format ${object.nbformat}, not 4.`,
      {
        hint: 'Open it in JupyterLab and save it: that brings it to format 4.',
      },
    );
  }
  if (!object || !Array.isArray(object.cells) || object.nbformat !== 4) {
    throw new AppError('NOT_A_NOTEBOOK', `${name} is not a notebook: it is JSON without cells.`, {
      hint: 'A notebook has "cells" and "nbformat": open the file in JupyterLab to see what it is.',
    });
  }
  return object;
}

/** Some editors write the mark, which JSON does not know. @see https://www.rfc-editor.org/rfc/rfc8259#section-8.1 */
export function withoutByteOrderMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

function parseCell(value: unknown, index: number, name: string): NotebookCell {
  const cell = asObject(value);
  const kind = cell?.cell_type;
  if (!cell || (kind !== 'code' && kind !== 'markdown' && kind !== 'raw')) {
    throw new AppError(
      'NOT_A_NOTEBOOK',
      `${name} is not a notebook: cell ${index + 1} has no known cell_type.`,
    );
  }
  const metadata = asObject(cell.metadata) ?? {};
  return {
    id: typeof cell.id === 'string' && cell.id !== '' ? cell.id : `cell-${index}`,
    index,
    kind,
    source: toMultiline(cell.source),
    tags: Array.isArray(metadata.tags)
      ? metadata.tags.filter((tag) => typeof tag === 'string')
      : [],
    metadata,
    attachments: (asObject(cell.attachments) ?? {}) as Record<string, nbformat.IMimeBundle>,
  };
}

/** Cells that were copied with their id would share outputs and comm ids: all but the first are named by position. */
function withOwnIds(cells: readonly NotebookCell[]): NotebookCell[] {
  const seen = new Set<string>();
  return cells.map((cell) => {
    const id = seen.has(cell.id) ? `${cell.id}-${cell.index}` : cell.id;
    seen.add(id);
    return { ...cell, id };
  });
}

function parseLanguage(metadata: Record<string, unknown>, name: string): NotebookLanguage {
  const kernelspec = asObject(metadata.kernelspec);
  const info = asObject(metadata.language_info);
  const said =
    kernelspec?.language ?? info?.name ?? languageOfKernelspec(kernelspec?.name) ?? 'typescript';
  const language = String(said).toLowerCase();
  if (language === 'typescript' || language === 'javascript') return language;
  throw new AppError(
    'UNSUPPORTED_LANGUAGE',
    `${name} is written in ${said}; eccola runs TypeScript and JavaScript.`,
    {
      hint: 'Choose a TypeScript kernel for the notebook and save it, or publish a Python notebook with Voilà.',
    },
  );
}

/** Kernelspec names that say their language, for notebooks saved without one. */
function languageOfKernelspec(name: unknown): string | undefined {
  if (typeof name !== 'string') return undefined;
  if (name === 'tslab' || name === 'typescript' || name === 'deno') return 'typescript';
  if (name === 'jslab' || name === 'javascript') return 'javascript';
  return name;
}

function firstHeading(cells: readonly NotebookCell[]): string | undefined {
  for (const cell of cells) {
    if (cell.kind !== 'markdown') continue;
    const prose = cell.source.replace(/^ *(```|~~~)[\s\S]*?^ *\1/gm, '');
    const heading = /^ {0,3}#{1,6}[ \t]+(.+?)[ \t]*#*[ \t]*$/m.exec(prose);
    if (heading?.[1]) return heading[1].replace(/[*_`]/g, '');
  }
  return undefined;
}

/** nbformat's multiline_string: a string, or its lines. */
export function toMultiline(value: unknown): string {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.filter((line) => typeof line === 'string').join('') : '';
}

function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
