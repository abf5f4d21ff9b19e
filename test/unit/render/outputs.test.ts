import { expect, test } from 'vitest';
import type { IOutput } from '../../../src/protocol/nbformat.js';
import { markupText } from '../../../src/render/html/markup.js';
import { renderOutputs } from '../../../src/render/html/outputs/index.js';
import type { RenderContext } from '../../../src/render/html/render-context.js';
import { renderContext } from './context.js';

function render(outputs: readonly IOutput[], changes: Partial<RenderContext> = {}): string {
  return renderOutputs(outputs, renderContext(changes)).map(markupText).join('');
}
const stream = (text: string | string[], name = 'stdout') => ({
  output_type: 'stream',
  name,
  text,
});
const display = (data: Record<string, unknown>, metadata = {}, more = {}) =>
  ({ output_type: 'display_data', data, metadata, ...more }) as IOutput;

test('what one stream wrote in several pieces is one output', () => {
  const page = render([stream('a'), stream(['b\n', 'c']), stream('d', 'stderr'), stream('e')]);
  expect(page.match(/<pre/g)).toHaveLength(2);
  expect(page).toContain('>ab\nc</pre>');
});

test('JSON that is thousands of levels deep is shown as far as a bound', () => {
  let value: unknown = 'core';
  for (let level = 0; level < 3000; level++) value = { inner: value };
  const page = render([display({ 'application/json': value })]);
  expect(page.match(/<details/g)).toHaveLength(100);
  expect(page).not.toContain('core');
});

test('stderr is for the author', () => {
  expect(render([stream('secret path', 'stderr')])).toBe('');
  expect(render([stream('secret path', 'stderr')], { debug: true })).toContain('secret path');
});

test('terminal colours become classes, and all else in the text stays text', () => {
  const page = render([
    stream('\x1b[31mred\x1b[0m <b>&\x1b]8;;javascript:alert(1)\x07x\x1b]8;;\x07'),
  ]);
  expect(page).toContain('<span class="ansi-red-fg">red</span>');
  expect(page).toContain('&lt;b&gt;&amp;');
  expect(page).not.toContain('href="javascript:');
});

test('a progress bar shows its last state', () => {
  expect(render([stream('10 %\r50 %\r99 %\ndone\b\b\b\bover')])).toContain('>99 %\nover</pre>');
});

test.each([
  ['text/html', '<b>rich</b>', '<b>rich</b>'],
  ['text/markdown', '*rich*', '<em>rich</em>'],
  ['image/svg+xml', '<svg><title>rich</title></svg>', '<title>rich</title>'],
  ['text/latex', '$r^i$', '<math'],
  ['image/png', 'AAAA\n', 'src="data:image/png;base64,AAAA"'],
  ['image/avif', 'AAAA', 'src="data:image/avif;base64,AAAA"'],
  ['application/json', { rich: [1, null] }, 'eccola-json-key'],
])('%s is chosen before text/plain', (mime, data, shown) => {
  const page = render([display({ 'text/plain': 'poor', [mime]: data })]);
  expect(page).toContain(shown);
  expect(page).toContain(`data-mime="${mime}"`);
  expect(page).not.toContain('poor');
});

test('a script’s mime type runs nowhere: the text beside it is shown', () => {
  const page = render([display({ 'application/javascript': 'alert(1)', 'text/plain': 'text' })]);
  expect(page).toContain('text</pre>');
  expect(page).not.toContain('alert');
});

test('a bundle of unknown types only is an empty place', () => {
  expect(render([display({ 'application/x-unknown': 'x' })])).not.toContain('x-unknown"');
});

test('sizes and background of an image are those of its metadata', () => {
  const metadata = { 'image/png': { width: 10, needs_background: 'light' }, height: 20 };
  const page = render([display({ 'image/png': 'AAAA' }, metadata)]);
  expect(page).toContain('width="10" height="20" class="eccola-on-light"');
});

test('a display that may be updated carries its id', () => {
  const transient = { display_id: '"><script>' };
  expect(render([display({ 'text/plain': 'x' }, {}, { transient })])).toContain(
    'data-display-id="&quot;&gt;&lt;script&gt;"',
  );
});

test('a JSON value is text, keys too, and its branches fold', () => {
  const page = render([display({ 'application/json': { '<b>': ['</div>'] } })]);
  expect(page).toContain('&lt;b&gt;');
  expect(page).not.toContain('"</div>"');
  expect(page).toContain('<details');
});

const error = {
  output_type: 'error',
  ename: 'TypeError',
  evalue: 'no /home/secret',
  traceback: ['\x1b[31mTypeError\x1b[0m: at <cell>'],
  reference: 'ab12',
};

test('a visitor reads one sentence and a reference of an error', () => {
  const page = render([error]);
  expect(page).toContain('Something went wrong in this part of the notebook.');
  expect(page).toContain('<code>ab12</code>');
  expect(page).not.toContain('secret');
  expect(page).not.toContain('at &lt;cell&gt;');
});

test('an error that is meant for visitors is shown in its own words', () => {
  const page = render([{ ...error, ename: 'AppError', evalue: 'The model <x> is missing.' }]);
  expect(page).toContain('The model &lt;x&gt; is missing.');
});

test('the author sees the traceback', () => {
  const page = render([error], { debug: true });
  expect(page).toContain('TypeError: no /home/secret');
  expect(page).toContain('at &lt;cell&gt;');
});

test('outputs of a shape that nobody knows are left out', () => {
  expect(render([{ output_type: 'unknown' }, { output_type: 'stream' } as IOutput])).toContain(
    '<pre',
  );
  expect(render([{ output_type: 'display_data' } as IOutput])).toContain('data-mime=""');
});
