import { expect, test } from 'vitest';
import { parseBaseUrl, relativeUrl, stripBase } from '../../../src/server/base-url.js';

test.each([
  ['', '/'],
  ['/', '/'],
  ['voila', '/voila/'],
  ['/user/foo-bar-xyz/voila', '/user/foo-bar-xyz/voila/'],
  ['//a//', '/a/'],
  ['https://example.org/apps/bears/', '/apps/bears/'],
  ['/user/caf%C3%A9@example.org/', '/user/caf%C3%A9@example.org/'],
])('takes the base URL %j as %j', (text, expected) => {
  expect(parseBaseUrl(text)).toBe(expected);
});

test.each(['/a/../b/', '/a?b', '/a#b', '/a b/', '/a//b/', '/./'])(
  'refuses the base URL %j, and says how one looks',
  (text) => {
    expect(() => parseBaseUrl(text)).toThrowError(
      expect.objectContaining({ code: 'BAD_OPTION', message: expect.stringContaining(text) }),
    );
  },
);

test.each([
  ['/user/x/voila/render/a.ipynb?b=1', '/user/x/voila/', '/render/a.ipynb?b=1'],
  ['/render/a.ipynb', '/user/x/voila/', '/render/a.ipynb'],
  ['/user/x/voila', '/user/x/voila/', '/'],
  ['/user/x/voila?token=1', '/user/x/voila/', '/?token=1'],
  ['/user/x/voilality', '/user/x/voila/', '/user/x/voilality'],
  ['/voila/render/a.ipynb', '/', '/voila/render/a.ipynb'],
])('sees %s under %s as %s', (url, base, expected) => {
  expect(stripBase(url, base)).toBe(expected);
});

test.each([
  ['/', '/voila/tree/', './voila/tree/'],
  ['/voila/render/a/b.ipynb?token=x', '/voila/render/a/b.ipynb?n=1', './b.ipynb?n=1'],
  ['/voila/render/a/b.ipynb', '/voila/tree/', '../../tree/'],
  ['/', '/', './'],
  ['/render/a:b.ipynb', '/render/a:b.ipynb', './a:b.ipynb'],
  ['//evil.example/x?token=t', '//evil.example/x', './x'],
])('redirects from %s to %s by %s', (from, to, expected) => {
  const relative = relativeUrl(from, to);
  expect(relative).toBe(expected);
  const browser = new URL(from.replace(/^\/+/, '/'), 'http://here.example');
  expect(new URL(relative, browser).origin).toBe('http://here.example');
});
