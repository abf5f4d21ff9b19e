import { expect, test } from 'vitest';
import { renderGallery, renderNotice, renderPreparing } from '../../../src/render/html/index.js';

const assets = { script: 'main-X.js', style: 'page-X.css', css: 'p { margin: 0 }' };
const hostile = '</title><script>alert(1)</script>';

test('a notice says what, what to do, and where to find it in the log', () => {
  const page = renderNotice({
    title: 'Not found',
    message: hostile,
    hint: 'Look at the gallery.',
    reference: 'ab12',
    baseUrl: '/base/',
    assets,
  });
  expect(page).toContain('<title>Not found</title>');
  expect(page).toContain('Look at the gallery.');
  expect(page).toContain('<code>ab12</code>');
  expect(page).toContain('href="/base/voila/static/page-X.css"');
  expect(page).not.toContain('<script');
});

test('a page that waits has its configuration, and loads anew without a script', () => {
  const config = {
    baseUrl: '/user/x/voila/',
    path: 'a.ipynb',
    snapshot: undefined,
    uploadLimit: 1,
    title: hostile,
    ahead: true,
    debug: false,
    watch: false,
  };
  const page = renderPreparing({
    title: hostile,
    message: 'Compiling cell 1 of 2',
    config,
    assets,
  });
  expect(page).toContain('data-module="/user/x/voila/static/main-X.js"');
  expect(page).toContain('href="/user/x/voila/static/page-X.css"');
  expect(page).toContain('Compiling cell 1 of 2');
  expect(page).toContain('http-equiv="refresh"');
  expect(page).not.toContain('alert(1)</script>');
});

test('a gallery lists what is in a folder, and leads back', () => {
  const page = renderGallery({
    path: 'course/week 1',
    entries: [
      { name: 'bears.ipynb', title: 'Which bear?', href: '/voila/render/b', kind: 'notebook' },
      { name: hostile, href: '/voila/tree/c', kind: 'folder' },
    ],
    baseUrl: '/',
    assets,
  });
  expect(page).toContain('<h1>week 1</h1>');
  expect(page).toContain('href="/voila/tree/course"');
  expect(page).toContain('<a href="/voila/render/b">Which bear?<span>bears.ipynb</span></a>');
  expect(page).not.toContain('<script>alert');
});

test('an empty folder says so', () => {
  expect(renderGallery({ path: '', entries: [], baseUrl: '/', assets })).toContain(
    'There is no notebook in this folder.',
  );
});

test('a page that says what is not there leads to what is', () => {
  const notice = { title: 'Not found', message: 'There is no notebook.', baseUrl: '/x/', assets };
  expect(renderNotice({ ...notice, leadsHome: true })).toContain('<a href="/x/">');
  expect(renderNotice(notice)).not.toContain('<a ');
});
