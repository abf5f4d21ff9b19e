import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { notebook } from '../../helpers/notebook.js';
import { startServer } from '../../helpers/start-server.js';
import { Visitor } from '../../helpers/visitor.js';

/* What docs/ahead.md says. */

/** Stands for a database: keeps what notebooks write to it. */
async function startDatabase() {
  const rows: string[] = [];
  const server = createServer((request, response) => {
    rows.push(request.url ?? '');
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { rows, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function app(database: string, metadata: object = {}): string {
  const file = JSON.parse(
    notebook([
      `import { Label } from "eccola";
       import { existsSync, writeFileSync } from "node:fs";
       import { tmpdir } from "node:os";
       const file = tmpdir() + "/written.txt";
       const wasThere = existsSync(file);
       writeFileSync(file, "x");
       await fetch("${database}/row");
       new Label({ value: JSON.stringify({ at: Date.now(), drawn: Math.random(), wasThere }) })`,
    ]),
  );
  return JSON.stringify({ ...file, metadata: { ...file.metadata, ...metadata } });
}

async function labelOf(visitor: Visitor, id?: string) {
  const { session, page } = await visitor.open('app.ipynb', id === undefined ? {} : { id });
  await page.settled();
  for (;;) {
    const states = Object.values(await page.requestStates());
    const label = states.find(({ state }) => state._model_name === 'LabelModel')?.state.value;
    if (label !== undefined) return { session, page, ...JSON.parse(String(label)) };
    await page.settled();
  }
}

test('a notebook runs once per kernel, ahead of visits, whatever it does there', async () => {
  const database = await startDatabase();
  const { url } = await startServer({ 'app.ipynb': app(database.url) }, { args: ['--pool=1'] });
  const visitor = new Visitor(url);
  await visitor.snapshot('app.ipynb');
  for (let load = 0; load < 5; load++) await visitor.fetch('/voila/render/app.ipynb');
  expect(database.rows).toHaveLength(1);

  const opened = Date.now();
  const one = await labelOf(visitor);
  expect(one.at).toBeLessThan(opened);
  expect(one.wasThere).toBe(false);
  // The kernel that takes its place in the pool.
  await expect.poll(() => database.rows.length, { timeout: 10_000 }).toBe(2);

  const two = await labelOf(new Visitor(url));
  expect(two.drawn).not.toBe(one.drawn);
  expect(two.wasThere).toBe(false);
  await expect.poll(() => database.rows.length, { timeout: 10_000 }).toBe(3);
});

test('a reload runs nothing and shows the same draw', async () => {
  const database = await startDatabase();
  const { url } = await startServer({ 'app.ipynb': app(database.url) }, { args: ['--pool=0'] });
  const visitor = new Visitor(url);
  const { session, page, drawn } = await labelOf(visitor);
  const rows = database.rows.length;
  page.close('left');
  await page.closed;
  expect((await labelOf(visitor, session.id)).drawn).toBe(drawn);
  expect(database.rows).toHaveLength(rows);
});

test('with "ahead": false it runs when a visitor comes, once for each', async () => {
  const database = await startDatabase();
  const { url } = await startServer(
    { 'app.ipynb': app(database.url, { eccola: { ahead: false } }) },
    { args: ['--pool=2'] },
  );
  const visitor = new Visitor(url);
  await visitor.snapshot('app.ipynb');
  expect(database.rows).toHaveLength(0);
  const opened = Date.now();
  expect((await labelOf(visitor)).at).toBeGreaterThanOrEqual(opened);
  expect(database.rows).toHaveLength(1);
  await labelOf(new Visitor(url));
  expect(database.rows).toHaveLength(2);
});
