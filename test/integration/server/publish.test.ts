import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ECHO, echoWidgets } from '../../helpers/echo.js';
import { notebook } from '../../helpers/notebook.js';
import { kernelsOf } from '../../helpers/process-tree.js';
import { REPOSITORY } from '../../helpers/run-eccola.js';
import { startServer } from '../../helpers/start-server.js';
import { Visitor } from '../../helpers/visitor.js';

test('a page is the same for every visitor, compressed, and not sent twice', async () => {
  const { url } = await startServer(ECHO);
  const visitor = new Visitor(url);
  await visitor.snapshot('echo.ipynb');
  const page = `${url}/voila/render/echo.ipynb`;
  const sizes: Record<string, number> = {};
  for (const encoding of ['br', 'gzip', 'identity']) {
    const response = await fetch(page, { headers: { 'accept-encoding': encoding } });
    sizes[encoding] = Number(response.headers.get('content-length'));
    expect(response.headers.get('vary')).toMatch(/accept-encoding/i);
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(await response.text()).toContain('value 3');
  }
  expect(sizes.br).toBeLessThan((sizes.identity ?? 0) / 2);
  const etag = (await fetch(page)).headers.get('etag') ?? '';
  const known = { 'if-none-match': etag, 'cache-control': 'max-age=0' };
  expect((await fetch(page, { headers: known })).status).toBe(304);
});

test('while a notebook is prepared the page says so, and so does the API', async () => {
  const slow = notebook([
    'await new Promise((resolve) => setTimeout(resolve, 3000));',
    'console.log("done")',
  ]);
  const { url } = await startServer({ 'slow.ipynb': slow });
  const visitor = new Visitor(url);
  const page = await visitor.fetch('/voila/render/slow.ipynb');
  expect(page.status).toBe(200);
  expect(page.headers.get('cache-control')).toBe('no-store');
  expect(await page.text()).toMatch(/Opening|Compiling|Starting a kernel|Running cell/);

  const said = new Set<string>();
  for (;;) {
    const request = { path: 'slow.ipynb', id: crypto.randomUUID() };
    const response = await visitor.post('/api/sessions', request);
    if (response.status !== 202) break;
    const { status, message, retryAfter } = await response.json();
    expect(status).toBe('preparing');
    expect(retryAfter).toBeGreaterThan(0);
    said.add(message);
  }
  expect([...said]).toContain('Running cell 1 of 2');
  expect(await visitor.page('slow.ipynb')).toContain('done');
});

test('many who come at once share one publication', async () => {
  const server = await startServer({}, { args: ['--pool=1'] });
  const counted = 'import { writeSync } from "node:fs"; writeSync(2, "it runs\\n"); 1';
  await writeFile(path.join(server.root, 'count.ipynb'), notebook([counted]));
  const visitor = new Visitor(server.url);
  await Promise.all(Array.from({ length: 20 }, () => visitor.page('count.ipynb')));
  const runs = () => server.log().filter(({ msg }) => msg === 'it runs').length;
  await expect.poll(runs).toBe(1);
  expect(kernelsOf(server.pid)).toHaveLength(1);
});

test('a saved notebook, and a file that it imports, is run anew at the next load', async () => {
  const app = notebook(['import { word } from "./lib/words";', 'console.log("it says " + word)']);
  const { url, root } = await startServer({
    'app.ipynb': app,
    'lib/words.ts': 'export const word: string = "before";',
  });
  const visitor = new Visitor(url);
  expect(await visitor.page('app.ipynb')).toContain('it says before');
  const attached = await visitor.open('app.ipynb');

  await writeFile(path.join(root, 'lib/words.ts'), 'export const word: string = "after";');
  expect(await visitor.page('app.ipynb')).toContain('it says after');
  await writeFile(path.join(root, 'app.ipynb'), notebook(['console.log("all new")']));
  expect(await visitor.page('app.ipynb')).toContain('all new');

  await attached.page.settled();
  const resumed = await visitor.post('/api/sessions', attached.session);
  expect(await resumed.json()).not.toMatchObject({ kernel: attached.session.kernel });
});

test('a model whose JSON file is written runs its notebook anew at the next load', async () => {
  const folder = path.join(REPOSITORY, 'test/fixtures/models/shapes');
  const [model, description] = await Promise.all(
    ['shapes.onnx', 'shapes.json'].map((name) => readFile(path.join(folder, name))),
  );
  const app = notebook([
    'import { ImageClassifier } from "eccola/onnx";',
    'console.log((await ImageClassifier.load("shapes.onnx")).labels.join())',
  ]);
  const { url, root } = await startServer({
    'app.ipynb': app,
    'shapes.onnx': model ?? '',
    'shapes.json': description ?? '',
  });
  const visitor = new Visitor(url);
  const id = await visitor.snapshot('app.ipynb');
  expect(await visitor.page('app.ipynb')).toContain('circle');

  const renamed = String(description).replace('"circle"', '"disc"');
  await writeFile(path.join(root, 'shapes.json'), renamed);

  expect(await visitor.page('app.ipynb')).toContain('disc');
  expect(await visitor.snapshot('app.ipynb')).not.toBe(id);
});

test('an error in an imported file is gone at the next load after it is mended', async () => {
  const { url, root } = await startServer({
    'app.ipynb': notebook(['import { word } from "./words";', 'console.log("it says " + word)']),
    'words.ts': 'export const word: string = 1;',
  });
  const visitor = new Visitor(url);
  expect(await visitor.page('app.ipynb')).not.toContain('it says');

  await writeFile(path.join(root, 'words.ts'), 'export const word: string = "one";');

  expect(await visitor.page('app.ipynb')).toContain('it says one');
});

test('a notebook that is half written is waited for', async () => {
  const { url, root } = await startServer({ 'app.ipynb': notebook(['console.log("before")']) });
  const visitor = new Visitor(url);
  await visitor.page('app.ipynb');
  const text = notebook(['console.log("after")']);

  await writeFile(path.join(root, 'app.ipynb'), text.slice(0, 100));
  const page = visitor.page('app.ipynb');
  await writeFile(path.join(root, 'app.ipynb'), text);

  expect(await page).toContain('after');
});

test('saving a notebook with other outputs and counters runs nothing', async () => {
  const { url, root } = await startServer({ 'app.ipynb': notebook(['Math.random()']) });
  const visitor = new Visitor(url);
  const before = await visitor.snapshot('app.ipynb');
  const saved = JSON.parse(notebook(['Math.random()']));
  saved.cells[0].execution_count = 7;
  saved.cells[0].outputs = [{ output_type: 'stream', name: 'stdout', text: 'old' }];
  saved.cells[0].metadata = { collapsed: true };
  await writeFile(path.join(root, 'app.ipynb'), JSON.stringify(saved, null, 2));
  expect(await visitor.snapshot('app.ipynb')).toBe(before);
});

test('a page of the version before keeps its kernel; loaded anew it gets one that fits', async () => {
  const cell = (text: string) => `import { Label } from "eccola"; new Label({ value: "${text}" })`;
  const { url, root } = await startServer({ 'app.ipynb': notebook([cell('before')]) });
  const visitor = new Visitor(url);
  const { session, page } = await visitor.open('app.ipynb');
  await writeFile(path.join(root, 'app.ipynb'), notebook([cell('after')]));
  const snapshot = await new Visitor(url).snapshot('app.ipynb');
  expect(snapshot).not.toBe(session.snapshot);
  page.close('lost');
  await page.closed;

  const kept = await visitor.attach('app.ipynb', session);
  expect(kept).toMatchObject({ kernel: session.kernel, snapshot: session.snapshot, resumed: true });
  const anew = await visitor.attach('app.ipynb', { id: session.id, snapshot });
  expect(anew).toMatchObject({ id: session.id, snapshot, resumed: false });
  const connection = await visitor.connect(anew.kernel.id);
  const states = Object.values(await connection.requestStates());
  expect(states.some(({ state }) => state.value === 'after')).toBe(true);
});

test('a version that fails leaves the last good one up, and the log says what is wrong', async () => {
  const server = await startServer({ 'app.ipynb': notebook(['console.log("good")']) });
  const visitor = new Visitor(server.url);
  const before = await visitor.snapshot('app.ipynb');
  await writeFile(
    path.join(server.root, 'app.ipynb'),
    notebook(['throw new RangeError("bad idea")']),
  );
  expect(await visitor.snapshot('app.ipynb')).toBe(before);
  expect(await visitor.page('app.ipynb')).toContain('good');
  const logged = () => server.log().find(({ traceback }) => String(traceback).includes('bad idea'));
  await expect.poll(logged).toMatchObject({ notebook: 'app.ipynb', reference: expect.any(String) });
  await writeFile(path.join(server.root, 'app.ipynb'), 'not a notebook');
  expect(await visitor.page('app.ipynb')).toContain('good');
  await writeFile(path.join(server.root, 'app.ipynb'), notebook(['console.log("better")']));
  expect(await visitor.page('app.ipynb')).toContain('better');
});

test.each([
  ['throws', 'throw new RangeError("the reason");', 'the reason'],
  ['does not compile', 'const count: number = "the reason";', 'the reason'],
])('a notebook with a cell that %s is live up to that cell', async (_what, cell, reason) => {
  const echo = `import { IntSlider, Label, VBox, display } from "eccola";
const slider = new IntSlider({ value: 3 });
const echo = new Label({ value: "value 3" });
slider.observe("value", ({ new: value }) => { echo.value = \`value \${value}\`; });
display(new VBox([slider, echo]));`;
  const server = await startServer({ 'app.ipynb': notebook([echo, cell, 'console.log("later")']) });
  const visitor = new Visitor(server.url);
  const text = await visitor.page('app.ipynb');
  expect(text).not.toContain('later');
  expect(text).not.toContain(reason);
  const logged = () => server.log().find((entry) => JSON.stringify(entry).includes(reason));
  await expect.poll(logged).toMatchObject({ notebook: 'app.ipynb' });
  expect(text).toContain(String(logged()?.reference));
  for (const name of ['one', 'two']) {
    const { page } = await visitor.open('app.ipynb');
    const { slider } = await echoWidgets(page);
    page.update(slider, { value: 12 });
    await page.settled();
    expect((await echoWidgets(page)).echoed, name).toBe('value 12');
  }
});

test('a notebook that never ends meets its limit, and the page says so', async () => {
  const { url } = await startServer(
    { 'app.ipynb': notebook(['console.log("before")', 'while (true) {}']) },
    { args: ['--timeout=3'] },
  );
  const visitor = new Visitor(url);
  const text = await visitor.page('app.ipynb');
  expect(text).toContain('before');
  expect(text).toMatch(/Cell 2 did not end in time/);
  const response = await visitor.post('/api/sessions', {
    path: 'app.ipynb',
    id: crypto.randomUUID(),
  });
  expect(response.status).toBe(504);
  expect(await response.json()).toMatchObject({
    code: 'EXECUTION_TIMEOUT',
    hint: expect.stringContaining('--timeout'),
    reference: expect.any(String),
  });
});

test('a notebook that ends its own kernel gets a page that says so', async () => {
  const { url, pid } = await startServer({
    'app.ipynb': notebook(['console.log("before")', 'process.kill(process.pid, "SIGKILL"); 1']),
  });
  const visitor = new Visitor(url);
  const text = await visitor.page('app.ipynb');
  expect(text).toContain('before');
  expect(text).toMatch(/Cell 2 ended its kernel/);
  expect(kernelsOf(pid)).toEqual([]);
});

const NOT_NOTEBOOKS = [
  ['notes.ipynb', 'Bears I have met', 422, 'NOT_A_NOTEBOOK'],
  ['empty.ipynb', '', 422, 'NOT_A_NOTEBOOK'],
  ['list.ipynb', '[]', 422, 'NOT_A_NOTEBOOK'],
  ['old.ipynb', '{"nbformat": 3, "cells": []}', 422, 'NOT_A_NOTEBOOK'],
  ['python.ipynb', notebook(['print(1)'], { language: 'python' }), 422, 'UNSUPPORTED_LANGUAGE'],
] as const;

test('what is no notebook for eccola is said to be none, to people and to programs', async () => {
  const files = Object.fromEntries(NOT_NOTEBOOKS.map(([name, text]) => [name, text]));
  const { url, root } = await startServer({ ...files, 'good.ipynb': notebook(['1']) });
  for (const [name, , status, code] of NOT_NOTEBOOKS) {
    await new Visitor(url).page(name);
    const page = await fetch(`${url}/voila/render/${name}`, { headers: { accept: 'text/html' } });
    expect(page.status, name).toBe(status);
    const text = await page.text();
    expect(text).toContain(name);
    expect(text).not.toContain(root);
    const problem = await fetch(`${url}/voila/render/${name}`, {
      headers: { accept: 'application/json' },
    });
    expect(problem.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(await problem.json()).toMatchObject({ status, code, hint: expect.any(String) });
  }
  const missing = await fetch(`${url}/voila/render/missing.ipynb`, {
    headers: { accept: 'application/json' },
  });
  expect(missing.status).toBe(404);
  expect(await missing.json()).toMatchObject({
    code: 'NOTEBOOK_NOT_FOUND',
    hint: expect.stringContaining('good.ipynb'),
  });
  await mkdir(path.join(root, 'folder.ipynb'));
  const folder = await fetch(`${url}/voila/render/folder.ipynb`, {
    headers: { accept: 'application/json' },
  });
  expect(await folder.json()).toMatchObject({
    code: 'NOT_A_NOTEBOOK',
    detail: expect.stringContaining('is a folder'),
  });
  const wrongType = await fetch(`${url}/voila/render/notes.txt`);
  expect(wrongType.status).toBe(422);
});

test('malformed requests are answered in words', async () => {
  const { url } = await startServer(ECHO);
  const post = (body: string, type = 'application/json') =>
    fetch(`${url}/api/sessions`, { method: 'POST', body, headers: { 'content-type': type } });
  const bodies = [
    '',
    '{',
    '[]',
    'null',
    '{"path":"echo.ipynb"}',
    '{"path":1,"id":2}',
    `"${'x'.repeat(20_000)}"`,
  ];
  for (const body of bodies) {
    const response = await post(body);
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    expect(await response.json()).toMatchObject({
      title: expect.any(String),
      code: expect.any(String),
    });
  }
  const form = await post('path=echo.ipynb', 'application/x-www-form-urlencoded');
  expect(form.status).toBe(400);
  expect((await fetch(`${url}/nothing/here`)).status).toBe(404);
});

test('pages and their parts lie under the base, stripped by a proxy or not', async () => {
  for (const [base, voila] of [
    ['/apps/bears/', '/apps/bears/voila/'],
    ['/user/x/voila/', '/user/x/voila/'],
  ] as const) {
    const { url } = await startServer(ECHO, { args: [`--base-url=${base}`] });
    const { origin } = new URL(url);
    const stripped = voila.slice(base.length - 1);
    for (const address of [
      `${origin}${voila}render/echo.ipynb`,
      `${origin}${stripped}render/echo.ipynb`,
    ]) {
      let text = await (await fetch(address)).text();
      while (text.includes('eccola-progress')) text = await (await fetch(address)).text();
      expect(text).toContain(`"baseUrl":"${base}"`);
      const script = /<script data-module="([^"]+)"/.exec(text)?.[1] ?? '';
      expect(script.startsWith(`${voila}static/`)).toBe(true);
      const asset = await fetch(origin + script, { headers: { 'accept-encoding': 'br' } });
      expect(asset.headers.get('content-encoding')).toBe('br');
      expect(asset.headers.get('cache-control')).toContain('immutable');
    }
    for (const home of [origin + base, origin + base.slice(0, -1), `${origin}/`]) {
      const response = await fetch(home, { redirect: 'manual' });
      const target = new URL(response.headers.get('location') ?? '', home).pathname;
      const expected = home === `${origin}/` ? `${stripped}tree/` : `${voila}tree/`;
      expect(target).toBe(expected);
    }
    expect((await fetch(`${origin}${base}healthz`)).status).toBe(200);
    const visitor = new Visitor(url);
    const { kernel } = await visitor.attach('echo.ipynb');
    const page = await visitor.connect(kernel.id);
    await page.settled();
    const answer = await new Visitor(url).post('/api/sessions', {
      path: 'echo.ipynb',
      id: crypto.randomUUID(),
    });
    expect(answer.headers.get('set-cookie')).toContain(`Path=${base};`);
  }
});
