import { expect, test } from 'vitest';
import { createUrls } from '../../../src/protocol/urls.js';
import { referredFiles } from '../../../src/render/html/referred-files.js';

test.each(['/', '/user/x/', '/proxy/voila/'])('what a page leads to is found: %s', (base) => {
  const urls = createUrls(base);
  const html = `<a href="${urls.files('data/ü b.csv')}#row">x</a>
    <video src='${urls.files('a.mp4')}?t=1' poster="../files/p.png"></video>
    <script>{"value":"<a href=\\"${urls.files('it(1).pdf')}\\">"}</script>
    <a href="/voila/files/o&#39;b.csv">`;
  expect([...referredFiles(html)]).toEqual([
    'data/ü b.csv',
    'a.mp4',
    'p.png',
    'it(1).pdf',
    "o'b.csv",
  ]);
});

test('what is no path is none', () => {
  expect([...referredFiles('<a href="/voila/files/%zz">profiles/x.csv files/')]).toEqual([]);
});
