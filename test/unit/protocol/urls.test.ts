import { expect, test } from 'vitest';
import { createUrls } from '../../../src/protocol/urls.js';

test('pages lie in voila/ and the api beside it', () => {
  const urls = createUrls('/base/');
  expect(urls.render('a b/c.ipynb')).toBe('/base/voila/render/a%20b/c.ipynb');
  expect(urls.tree('')).toBe('/base/voila/tree/');
  expect(urls.files('x?.png')).toBe('/base/voila/files/x%3F.png');
  expect(urls.static('main-1.js')).toBe('/base/voila/static/main-1.js');
  expect(urls.sessions).toBe('/base/api/sessions');
  expect(urls.channels('k')).toBe('/base/api/kernels/k/channels');
  expect(urls.leave('s')).toBe('/base/api/sessions/s/leave');
});

test('below a Jupyter Server’s voila/ everything lies directly', () => {
  const urls = createUrls('/user/x/voila/');
  expect(urls.render('a.ipynb')).toBe('/user/x/voila/render/a.ipynb');
  expect(urls.static('main-1.js')).toBe('/user/x/voila/static/main-1.js');
  expect(urls.sessions).toBe('/user/x/voila/api/sessions');
});

test('a base that only ends in the word voila is a base like any other', () => {
  expect(createUrls('/my-voila/').render('a')).toBe('/my-voila/voila/render/a');
});
