import { readFileSync } from 'node:fs';
import { cp, symlink } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { parseNotebook } from '../../src/protocol/nbformat.js';
import { makeFolder } from './folder.js';
import type { Answer } from './kernel-client.js';

/*
 * Notebooks that no one here wrote, against what stock tslab made of them (test/fixtures/notebooks/README.md).
 */

const FIXTURES = path.resolve(import.meta.dirname, '../fixtures/notebooks');
const TYPESCRIPT = path.resolve(FIXTURES, '../../../node_modules/@tslab/typescript-for-tslab');
/** From the first line of a stack on. */
const STACK = /\n {4}at [\s\S]*/;
/** So much of a text the baseline has. */
const HEAD = 200;

interface BaselineOutput {
  type: string;
  mime?: string[];
  head?: string;
}
interface BaselineNotebook {
  notebook: string;
  source: string;
  varying: number[];
  cells: { index: number; status: 'ok' | 'error'; outputs: BaselineOutput[] }[];
}

const baseline: { notebooks: BaselineNotebook[] } = JSON.parse(
  readFileSync(path.join(FIXTURES, 'baseline.json'), 'utf8'),
);

/** Cells whose text differs from tslab's on purpose, or by what the fixtures do not hold. */
const DIFFERENCES: Record<string, Record<number, string>> = {
  'papl-14-concurrency': {
    50: 'prints a file of its repository that is not among the fixtures',
  },
  'tslab-examples-getting-started': {
    2: 'prints the version of Node',
    8: 'prints how long it slept',
    21: 'prints how long it slept',
  },
};

/** What another Node than the baseline's prints otherwise: it leaves the brackets of `[Symbol(…)]` out. */
const OTHER_NODE: Record<string, number[]> = process.version.startsWith('v20.')
  ? {}
  : { 'papl-14-concurrency': [13, 17] };

/** Every notebook of the baseline. */
export const BASELINE: readonly BaselineNotebook[] = baseline.notebooks;

export interface OpenedNotebook {
  /** The folder that it lies in, a copy. */
  cwd: string;
  /** Of its code cells. */
  sources: string[];
  /** Compares the answers to its code cells with the baseline. */
  expectAsBaseline(answers: readonly Answer[]): void;
}

/** A copy of a notebook of the baseline, with all that it needs beside it; it goes with the test. */
export async function openBaseline({
  notebook: name,
  source,
  varying,
  cells,
}: BaselineNotebook): Promise<OpenedNotebook> {
  const folder = await copyFixtures();
  const file = path.join(folder, fixtureOf(name, source));
  const { cells: parsed } = parseNotebook(readFileSync(file, 'utf8'), name);
  const code = parsed.filter(({ kind }) => kind === 'code');
  return {
    cwd: path.dirname(file),
    sources: code.map((cell) => cell.source),
    expectAsBaseline: (answers) => {
      for (const { index, status, outputs } of cells) {
        const answer = answers[code.findIndex((cell) => cell.index === index)];
        const actual = answer && summarize(answer);
        const expected = { status, outputs: outputs.map(withoutStack) };
        const differs =
          varying.includes(index) ||
          DIFFERENCES[name]?.[index] !== undefined ||
          OTHER_NODE[name]?.includes(index);
        if (differs) expect.soft(actual?.status, `cell ${index}`).toBe(status);
        else expect.soft(actual, `cell ${index}`).toEqual(expected);
      }
    },
  };
}

/** The notebooks, with the packages and files that they want beside them. */
async function copyFixtures(): Promise<string> {
  const folder = await makeFolder({
    'papl/tmp/fib_worker.js': '',
    'papl/worker.js': '',
    'tslab-examples/images/nodejs-new-pantone-black.jpg': '',
  });
  await cp(FIXTURES, folder, { recursive: true });
  await cp(path.join(FIXTURES, '../packages'), path.join(folder, 'node_modules'), {
    recursive: true,
  });
  await symlink(path.dirname(TYPESCRIPT), path.join(folder, 'node_modules/@tslab'));
  return folder;
}

function fixtureOf(name: string, source: string): string {
  return name.startsWith('papl') ? `papl/${path.basename(source)}` : `tslab-examples/${name}.ipynb`;
}

/** A stack printed by the notebook itself names places: tslab's are in its generated code, eccola's in the cells. */
function withoutStack<T extends { head?: string }>(output: T): T {
  return { ...output, head: output.head?.replace(STACK, '') };
}

interface Printed {
  type: string;
  mime?: string[];
  text: string;
  displayId?: unknown;
}

/** An answer in the baseline's words: a result and an error are printed text there, and an update replaces what it updates. */
function summarize({ reply, iopub }: Answer) {
  const outputs: Printed[] = [];
  for (const { header, content } of iopub) {
    if (header.msg_type === 'execute_input') continue;
    const output = toPrinted(header.msg_type, content);
    const updated = outputs.find(
      ({ displayId }) => displayId !== undefined && displayId === output.displayId,
    );
    const last = outputs.at(-1);
    if (updated) updated.text = output.text;
    else if (last && !last.mime && last.type === output.type) last.text += output.text;
    else outputs.push(output);
  }
  return {
    status: Reflect.get(reply.content, 'status'),
    outputs: outputs.map(({ type, mime, text }) => ({
      type,
      ...(mime && { mime }),
      head: text.slice(0, HEAD).replace(STACK, ''),
    })),
  };
}

function toPrinted(msgType: string, content: object): Printed {
  const field = (name: string) => Reflect.get(content, name);
  switch (msgType) {
    case 'stream':
      return { type: `stream:${field('name')}`, text: String(field('text')) };
    case 'execute_result':
      return { type: 'stream:stdout', text: `${field('data')['text/plain']}\n` };
    case 'error':
      return { type: 'stream:stderr', text: toTslabError(field('traceback')) };
    default: {
      const data: Record<string, unknown> = field('data');
      return {
        type: 'display_data',
        mime: Object.keys(data),
        text: String(Object.values(data)[0]),
        displayId: field('transient').display_id,
      };
    }
  }
}

/** `4:1 - TS2365: Operator …` is `4:1 - Operator …` there. */
function toTslabError(traceback: string[]): string {
  return `${traceback[0]?.replace(/ - TS\d+: /, ' - ')}\n`;
}
