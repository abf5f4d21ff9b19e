import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { toMimeBundle } from '../../../../src/runtime/kernel/core/mime-bundle.js';

const text = (value: unknown) => (typeof value === 'string' ? value : inspect(value));
const forms = (value: unknown) => {
  const bundle = toMimeBundle(value, text);
  if (bundle instanceof Promise) throw new Error('A plain value has its forms at once.');
  return bundle.data;
};
const htmlOf = (value: unknown) => String(forms(value)['text/html']);

test('a list of objects is a table, with the union of their columns', () => {
  const html = htmlOf([
    { name: 'Ada', born: 1815 },
    { name: '<b>', died: null },
  ]);
  expect(html).toContain('<caption>2 rows × 3 columns</caption>');
  expect(html).toContain('<th scope="col">died</th>');
  expect(html).toContain('<tr><th scope="row">0</th><td>Ada</td><td>1815</td><td></td></tr>');
  expect(html).toContain('<td>&lt;b&gt;</td>');
});

test('a long table shows its first and last rows and says how many there are', () => {
  const html = htmlOf(Array.from({ length: 10_000 }, (_, n) => ({ n })));
  expect(html.match(/<tr>/g)).toHaveLength(1 + 55);
  expect(html).toContain('10000 rows × 1 column');
  expect(html).toContain('<th scope="row">⋮<br>9995</th>');
  expect(html).toContain('<td>9999</td>');
});

test('a wide table shows twenty columns and says so', () => {
  const row = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`c${n}`, n]));
  expect(htmlOf([row])).toContain('1 row × 30 columns, 20 of them shown');
});

test('a column called __proto__ is only text', () => {
  expect(htmlOf([JSON.parse('{"__proto__": 1}')])).toContain('__proto__');
});

test.each([
  ['numbers', [1, 2]],
  ['nothing', []],
  ['a mixture', [{ a: 1 }, 2]],
  ['instances of a class', [new (class Point {})()]],
])('a list of %s stays text', (_name, value) => {
  expect(Object.keys(forms(value))).toEqual(['text/plain']);
});

test('a map is a table of keys and values', () => {
  const html = htmlOf(new Map([['<k>', { a: 1 }]]));
  expect(html).toContain('Map of 1 entry');
  expect(html).toContain('<th scope="row">&lt;k&gt;</th><td>{ a: 1 }</td>');
});

test('a tensor says its type, shape, range and mean', () => {
  const tensor = { dims: [2, 3], type: 'float32', data: new Float32Array([0, 1, 2, 3, 4, 5]) };
  const html = htmlOf(tensor);
  expect(html).toContain('<strong>float32</strong> [2 × 3] · min 0 · max 5 · mean 2.5');
});

test('NaN is counted apart from the range', () => {
  expect(htmlOf(new Float64Array([Number.NaN, 1]))).toContain('min 1 · max 1 · mean 1 · 1 NaN');
});

test('an object whose dims do not fit its data is no tensor', () => {
  expect(Object.keys(forms({ dims: [2, 2], data: new Float32Array(3) }))).toEqual(['text/plain']);
});

test('the bytes of a PNG are that picture, and other bytes are text', () => {
  const png = Buffer.from('89504e470d0a1a0a00', 'hex');
  expect(forms(new Uint8Array(png))['image/png']).toBe(png.toString('base64'));
  expect(Object.keys(forms(new Uint8Array([1, 2, 3])))).toEqual(['text/plain']);
});

test('an error that is a value says its name, its message and its cause', () => {
  const error = new RangeError('too <big>', { cause: new Error('why') });
  expect(htmlOf(error)).toBe(
    '<div><strong>RangeError</strong>: too &lt;big&gt;<br>because <strong>Error</strong>: why</div>',
  );
});

test('a web address is a link, and a script in one is not', () => {
  expect(htmlOf(new URL('https://example.org/?a=1&b="'))).toContain(
    'href="https://example.org/?a=1&amp;b=%22"',
  );
  expect(Object.keys(forms(new URL('javascript:alert(1)')))).toEqual(['text/plain']);
});

test('an invalid date stays text', () => {
  expect(htmlOf(new Date(0))).toContain('1970-01-01T00:00:00.000Z');
  expect(Object.keys(forms(new Date(Number.NaN)))).toEqual(['text/plain']);
});

test('an element of a DOM library is shown as what it is', () => {
  const svg = { nodeType: 1, localName: 'svg', outerHTML: '<svg></svg>' };
  expect(forms(svg)['image/svg+xml']).toBe('<svg></svg>');
  expect(forms({ ...svg, localName: 'p', outerHTML: '<p></p>' })['text/html']).toBe('<p></p>');
});

test('a Vega-Lite chart has the mime type of its version', () => {
  const chart = { $schema: 'https://vega.github.io/schema/vega-lite/v6.json', mark: 'bar' };
  expect(forms(chart)['application/vnd.vegalite.v6+json']).toBe(chart);
});

test('a value that throws when it is looked at stays text', () => {
  const hostile = {
    get dims(): never {
      throw new Error('no');
    },
  };
  expect(Object.keys(forms(hostile))).toEqual(['text/plain']);
});

test('what a value says of itself wins', () => {
  const value = [{ a: 1, [Symbol.for('Jupyter.display')]: () => ({}) }];
  const own = Object.assign(value, {
    [Symbol.for('Jupyter.display')]: () => ({ 'text/html': 'x' }),
  });
  expect(forms(own)['text/html']).toBe('x');
});
