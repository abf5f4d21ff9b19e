import { expect, test } from 'vitest';
import { parseNotebook } from '../../../src/protocol/nbformat.js';

const notebook = (over: object = {}) =>
  JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: 'tslab', language: 'typescript', display_name: 'TypeScript' } },
    cells: [
      { cell_type: 'markdown', id: 'm', metadata: {}, source: ['# Bears\n', 'and *others*'] },
      {
        cell_type: 'code',
        id: 'c',
        metadata: { tags: ['hide', 3] },
        source: '1 + 1',
        outputs: [],
        execution_count: null,
      },
    ],
    ...over,
  });

test('sources come as one string, with their ids, positions and tags', () => {
  const { cells, title, language } = parseNotebook(notebook(), 'n.ipynb');
  expect(language).toBe('typescript');
  expect(title).toBe('Bears');
  expect(cells.map(({ id, index, kind, source }) => ({ id, index, kind, source }))).toEqual([
    { id: 'm', index: 0, kind: 'markdown', source: '# Bears\nand *others*' },
    { id: 'c', index: 1, kind: 'code', source: '1 + 1' },
  ]);
  expect(cells[1]?.tags).toEqual(['hide']);
});

test('a cell without an id is named by its position', () => {
  const text = notebook({ cells: [{ cell_type: 'code', metadata: {}, source: [], outputs: [] }] });
  expect(parseNotebook(text, 'n').cells[0]?.id).toBe('cell-0');
});

test('cells that claim the same id are told apart', () => {
  const cell = { cell_type: 'code', id: 'same', metadata: {}, source: '1', outputs: [] };
  const ids = parseNotebook(notebook({ cells: [cell, cell, cell] }), 'n').cells.map((c) => c.id);
  expect(new Set(ids).size).toBe(3);
});

test('a title in the metadata wins over the first heading', () => {
  expect(parseNotebook(notebook({ metadata: { title: 'Mine' } }), 'n').title).toBe('Mine');
});

test('a # in a code fence is no heading', () => {
  const cells = [{ cell_type: 'markdown', metadata: {}, source: '```sh\n# not me\n```\n\n## Me' }];
  expect(parseNotebook(notebook({ cells }), 'n').title).toBe('Me');
});

test.each([
  ['typescript', { kernelspec: { name: 'anything', language: 'TypeScript' } }],
  ['typescript', { kernelspec: { name: 'tslab' } }],
  ['typescript', {}],
  ['javascript', { kernelspec: { name: 'jslab', language: 'javascript' } }],
  ['javascript', { language_info: { name: 'javascript' } }],
])('the language is %s for %j', (language, metadata) => {
  expect(parseNotebook(notebook({ metadata }), 'n').language).toBe(language);
});

test('a notebook in Python is refused with its language and what to do', () => {
  const metadata = { kernelspec: { name: 'python3', language: 'python' } };
  expect(() => parseNotebook(notebook({ metadata }), 'py.ipynb')).toThrowError(
    expect.objectContaining({
      code: 'UNSUPPORTED_LANGUAGE',
      message: expect.stringContaining('py.ipynb is written in python'),
      hint: expect.stringContaining('TypeScript kernel'),
    }),
  );
});

test('a notebook of an older format is told by its number and how to bring it up', () => {
  const old = JSON.stringify({ nbformat: 3, nbformat_minor: 0, metadata: {}, worksheets: [] });
  expect(() => parseNotebook(old, 'old.ipynb')).toThrowError(
    expect.objectContaining({
      message: 'old.ipynb is in notebook format 3, not 4.',
      hint: expect.stringContaining('save it'),
    }),
  );
});

test('a byte order mark before the JSON is passed over', () => {
  expect(parseNotebook(`\ufeff${notebook()}`, 'n').title).toBe('Bears');
});

test.each([
  ['text', 'hello'],
  ['an empty file', ''],
  ['JSON of something else', '{"a":1}'],
  ['a list', '[]'],
  ['null', 'null'],
  ['an older format', notebook({ nbformat: 3 })],
  ['cells that are not a list', notebook({ cells: {} })],
  ['a cell that is null', notebook({ cells: [null] })],
  ['a cell of no known kind', notebook({ cells: [{ cell_type: 'heading', source: '' }] })],
])('refuses %s by name', (_name, text) => {
  expect(() => parseNotebook(text, 'x.ipynb')).toThrowError(
    expect.objectContaining({
      code: 'NOT_A_NOTEBOOK',
      message: expect.stringContaining('x.ipynb'),
    }),
  );
});
