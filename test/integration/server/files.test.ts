import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from '../../helpers/folder.js';
import { notebook } from '../../helpers/notebook.js';
import { startServer } from '../../helpers/start-server.js';
import { Visitor } from '../../helpers/visitor.js';

const SECRET = 'the secret beside the root';
const NAMED = notebook(['"shown"'], { markdown: '# Named' });
const REFERRING = notebook(
  [
    `import { HTML } from "eccola";
     new HTML({ value: '<a href="../files/widget.tsv">rows</a>' })`,
    `import { display } from "tslab"; display.html('<audio src="sound.mp3"></audio>')`,
  ],
  { markdown: '[table](table.csv), ![a plot](plot.svg)' },
);

/** A folder `data` to be served, among siblings that must not be. */
async function makeTree() {
  const top = await makeFolder({
    'data/app.ipynb': NAMED,
    'data/a b/ü %41?#&.ipynb': NAMED,
    'data/plot.svg': '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    'data/table.csv': 'a,b\n',
    'data/private.csv': SECRET,
    'data/private.mp4': SECRET,
    'data/.drafts/x.png': SECRET,
    'data/helper.ts': SECRET,
    'data/model.json': SECRET,
    'data/model.onnx': SECRET,
    'data/.env': SECRET,
    'data/.hidden/x.png': SECRET,
    'data/node_modules/p/x.png': SECRET,
    'data-secret/x.png': SECRET,
    'data-secret/x.ipynb': SECRET,
  });
  await symlink(path.join(top, 'data-secret/x.png'), path.join(top, 'data/link.png'));
  await symlink(path.join(top, 'data-secret'), path.join(top, 'data/folder'));
  await symlink(path.join(top, 'data/.drafts/x.png'), path.join(top, 'data/draft.png'));
  await symlink(path.join(top, 'data/model.json'), path.join(top, 'data/model.png'));
  return top;
}

/** Sends a request line as it stands: `fetch` would tidy its path. */
async function get(url: string, target: string): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(url);
  return await new Promise((resolve, reject) => {
    const socket = createConnection(Number(port), hostname, () => {
      socket.write(
        `GET ${target} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: close\r\n\r\n`,
      );
    });
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve({ status: Number(text.split(' ')[1]), text }));
  });
}

const TRICKS = [
  '../data-secret/x.png',
  '..%2fdata-secret%2fx.png',
  '%2e%2e/data-secret/x.png',
  '%2e%2e%2fdata-secret%2fx.png',
  '%252e%252e/data-secret/x.png',
  '..%5cdata-secret%5cx.png',
  '..\\data-secret\\x.png',
  '....//data-secret/x.png',
  '../../../../../../etc/passwd',
  '/etc/passwd',
  '//etc/passwd',
  '%2fetc%2fpasswd',
  '//evil.example/x.png',
  '\\\\host\\share\\x.png',
  '%5c%5chost%5cshare%5cx.png',
  'C:/windows/win.ini',
  'C:x.png',
  'plot.svg%00.png',
  'x%00.ipynb',
  'link.png',
  'folder/x.png',
  'folder/x.ipynb',
  'model.png',
  'draft.png',
  'private.csv',
  'private.mp4',
  '.env',
  '.hidden/x.png',
  'node_modules/p/x.png',
  'helper.ts',
  'model.json',
  'model.onnx',
  'app.ipynb',
  'app.ipynb%20',
  'a'.repeat(5000),
  '%zz',
  '%c0%ae%c0%ae/data-secret/x.png',
];

test('no spelling of a path leads out of the root, or to what is not for visitors', async () => {
  const top = await makeTree();
  const { url } = await startServer(path.join(top, 'data'));
  for (const mount of [
    '/voila/files/',
    '/voila/render/',
    '/voila/tree/',
    '/voila/static/',
    '/static/',
    '/',
  ]) {
    for (const trick of TRICKS) {
      if (mount === '/voila/render/' && trick === 'app.ipynb') continue;
      const { status, text } = await get(url, mount + trick);
      const what = `${mount}${trick}: ${status}`;
      expect(text, what).not.toContain(SECRET);
      expect(text, what).not.toContain('root:');
      expect(text, what).not.toContain(top);
      expect(text, what).not.toMatch(/\bat .*:\d+:\d+|[Ll]ocation: (?:\/\/|\\|https?:)/);
      if (mount !== '/voila/tree/' || trick !== 'folder')
        expect(status, what).toBeGreaterThanOrEqual(300);
    }
  }
});

test('a notebook is found under any name that a file may have', async () => {
  const top = await makeTree();
  const { url } = await startServer(path.join(top, 'data'));
  const name = encodeURIComponent('ü %41?#&.ipynb');
  const page = await (await fetch(`${url}/voila/render/a%20b/${name}`)).text();
  expect(page).toContain('<title>');
  const gallery = await (await fetch(`${url}/voila/tree/a%20b`)).text();
  expect(gallery).toContain(`/voila/render/a%20b/${name}`);
});

test('files beside a notebook are served, but run nothing', async () => {
  const top = await makeTree();
  const { url } = await startServer(path.join(top, 'data'));
  const svg = await fetch(`${url}/voila/files/plot.svg`);
  expect(svg.status).toBe(200);
  expect(svg.headers.get('content-type')).toMatch(/^image\/svg\+xml/);
  expect(svg.headers.get('content-security-policy')).toMatch(/sandbox/);
  expect(svg.headers.get('content-security-policy')).not.toMatch(/script-src|allow-scripts/);
  expect(svg.headers.get('x-content-type-options')).toBe('nosniff');
  expect(svg.headers.get('cross-origin-resource-policy')).toBe('same-origin');
});

test('data and media are served once a page leads to them', async () => {
  const { url, root } = await startServer({
    'table.csv': 'a,b\n',
    'sound.mp3': 'sound',
    'widget.tsv': 'a\tb\n',
    'other.csv': SECRET,
    'plot.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'other.png': 'other',
  });
  const status = async (file: string) => (await fetch(`${url}/voila/files/${file}`)).status;
  expect(await status('table.csv')).toBe(403);
  await writeFile(path.join(root, 'app.ipynb'), REFERRING);
  await new Visitor(url).snapshot('app.ipynb');
  for (const file of ['table.csv', 'sound.mp3', 'widget.tsv', 'plot.svg', 'other.png']) {
    expect(await status(file), file).toBe(200);
  }
  const refused = await fetch(`${url}/voila/files/other.csv`, {
    headers: { accept: 'application/json' },
  });
  expect(refused.status).toBe(403);
  expect(await refused.json()).toMatchObject({ code: 'FILE_FORBIDDEN', hint: expect.any(String) });
});

test('with one notebook published, nothing beside it is served but what its page leads to', async () => {
  const { url } = await startServer(
    {
      'app.ipynb': REFERRING,
      'draft.ipynb': notebook([], { markdown: '[secret](secret.csv)' }),
      'table.csv': 'a,b\n',
      'plot.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
      'secret.csv': SECRET,
      'photo.jpg': SECRET,
    },
    { args: ['app.ipynb'] },
  );
  await new Visitor(url).snapshot('app.ipynb');
  const status = async (file: string) => (await fetch(`${url}/voila/files/${file}`)).status;
  expect(await status('table.csv')).toBe(200);
  expect(await status('plot.svg')).toBe(200);
  expect(await status('secret.csv')).toBe(403);
  expect(await status('photo.jpg')).toBe(403);
});

test('with one notebook published, no other is there', async () => {
  const top = await makeTree();
  await mkdir(path.join(top, 'one'));
  await writeFile(path.join(top, 'one/app.ipynb'), NAMED);
  await writeFile(path.join(top, 'one/draft.ipynb'), NAMED);
  const { url } = await startServer(path.join(top, 'one'), { args: ['app.ipynb'] });
  const home = await fetch(url, { redirect: 'manual' });
  expect(home.headers.get('location')).toBe('./voila/render/app.ipynb');
  const draft = await fetch(`${url}/voila/render/draft.ipynb`, {
    headers: { accept: 'application/json' },
  });
  expect(draft.status).toBe(404);
  expect(await draft.json()).toMatchObject({ code: 'NOTEBOOK_NOT_FOUND' });
  expect(await (await fetch(`${url}/voila/tree`)).text()).not.toContain('draft');
});

test('the gallery lists what can be opened alone', async () => {
  const top = await makeFolder({
    'data/a.ipynb': notebook([], { markdown: '# First' }),
    'data/b\\c.ipynb': notebook([], { markdown: '# Backslash' }),
    'outside/x.ipynb': notebook([], { markdown: '# Outside' }),
  });
  await symlink(path.join(top, 'outside/x.ipynb'), path.join(top, 'data/link.ipynb'));
  await symlink(path.join(top, 'data/a.ipynb'), path.join(top, 'data/alias.ipynb'));
  await symlink(path.join(top, 'data/none.ipynb'), path.join(top, 'data/broken.ipynb'));
  const { url } = await startServer(path.join(top, 'data'));
  const gallery = await (await fetch(`${url}/voila/tree`)).text();
  const links = [...gallery.matchAll(/href="([^"]*render[^"]*)"/g)].map(([, href]) => href);
  expect(links).toEqual(['/voila/render/a.ipynb', '/voila/render/alias.ipynb']);
  expect(gallery).not.toContain('Outside');
  for (const file of ['a.ipynb', 'no/folder']) {
    expect((await fetch(`${url}/voila/tree/${file}`)).status, file).toBe(404);
  }
  const missing = await fetch(`${url}/voila/render/zzz.ipynb`, {
    headers: { accept: 'application/json' },
  });
  expect(await missing.json()).toMatchObject({ hint: 'Notebooks here: a.ipynb, alias.ipynb.' });
});
