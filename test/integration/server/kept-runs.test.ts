import { readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from '../../helpers/folder.js';
import { notebook } from '../../helpers/notebook.js';
import { runEccola } from '../../helpers/run-eccola.js';
import { startServer, type TestServer } from '../../helpers/start-server.js';
import { Visitor } from '../../helpers/visitor.js';

/** Runs to its end only once there is a file "go". */
const FILES = {
  'waits.ipynb': notebook([
    `import { existsSync } from "node:fs";
import { word } from "./word";
while (!existsSync("go")) await new Promise((resolve) => setTimeout(resolve, 20));
console.log(word, "at", process.hrtime.bigint() > 0n ? "last" : "first")`,
  ]),
  'word.ts': 'export const word = "done";\n',
  go: '',
};

/** Builds the notebook, then takes away what it needs to come to its end. */
async function build(): Promise<{ root: string; env: { XDG_CACHE_HOME: string } }> {
  const [root, cache] = [await makeFolder(FILES), await makeFolder()];
  const env = { XDG_CACHE_HOME: cache };
  expect((await runEccola(['build', root], { env })).code).toBe(0);
  await rm(path.join(root, 'go'));
  return { root, env };
}

async function fetchPage({ url }: TestServer): Promise<string> {
  return await (await fetch(`${url}/voila/render/waits.ipynb`)).text();
}

test('a page that was built is there before its notebook has run, and comes to life when it has', async () => {
  const { root, env } = await build();
  const server = await startServer(root, { env });
  const visitor = new Visitor(server.url);

  await expect.poll(() => fetchPage(server)).toContain('done at last');
  const snapshot = /"snapshot":"(\w+)"/.exec(await fetchPage(server))?.[1];
  const request = { path: 'waits.ipynb', id: crypto.randomUUID(), snapshot };
  expect((await visitor.post('/api/sessions', request)).status).toBe(202);
  expect((await fetch(`${server.url}/readyz`)).status).toBe(503);

  await writeFile(path.join(root, 'go'), '');
  const attach = async () => await (await visitor.post('/api/sessions', request)).json();
  await expect.poll(attach).toMatchObject({ status: 'attached', snapshot });
});

test.for([
  [
    'the notebook',
    'waits.ipynb',
    FILES['waits.ipynb'].replace('done', 'over').replace('last', 'the end'),
  ],
  ['a file that it imports', 'word.ts', 'export const word = "over";\n'],
] as const)('what was built is not shown when %s has changed since', async ([, file, text]) => {
  const { root, env } = await build();
  await writeFile(path.join(root, file), text);
  const server = await startServer(root, { env });
  await expect.poll(() => fetchPage(server)).toContain('Running cell 1 of 1');
  expect(await fetchPage(server)).not.toContain('done at last');
});

test('a record that is damaged, or of another release, is not used', async () => {
  const { root, env } = await build();
  const folder = path.join(env.XDG_CACHE_HOME, 'eccola/runs');
  const [name = ''] = await readdir(folder);
  for (const text of [
    '{"release":',
    '{"release":"0","files":[],"outputs":[],"widgets":{}}',
    'null',
  ]) {
    await writeFile(path.join(folder, name), text);
    const server = await startServer(root, { env });
    await expect.poll(() => fetchPage(server)).toContain('Running cell 1 of 1');
    await server.close();
  }
});
