import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openPage } from '../helpers/open-page.js';
import { descendantsOf, isAlive } from '../helpers/process-tree.js';
import { REPOSITORY, runEccola, startEccola } from '../helpers/run-eccola.js';

test.for([
  { how: 'SIGTERM', signal: 'SIGTERM', group: false },
  { how: 'Ctrl+C', signal: 'SIGINT', group: true },
] as const)('ends on $how, and leaves no process', async ({ signal, group }) => {
  const eccola = await startEccola(['notebooks', '--port=0'], { group });
  const { page } = await openPage(`${eccola.url}/voila/render/bears.ipynb`, {
    // The page’s connection ends with the server.
    allowErrors: [/ERR_CONNECTION_REFUSED|WebSocket connection/],
  });
  await page.getByRole('button', { name: 'Classify' }).click();
  const children = descendantsOf(eccola.pid);
  expect(children.length, 'a kernel and the inference service run').toBeGreaterThanOrEqual(2);

  const { code, output } = await eccola.close(signal);

  expect(code).toBe(0);
  expect(output).not.toMatch(/error/i);
  await expect.poll(() => children.filter(isAlive)).toEqual([]);
});

test('names a port in use, and says what to do', async () => {
  const { url } = await startEccola(['notebooks', '--port=0']);
  const { port } = new URL(url);

  const second = await runEccola(['notebooks', `--port=${port}`]);

  expect(second.code).not.toBe(0);
  expect(second.output).toContain(port);
  expect(second.output).toMatch(/--port/);
  expect(second.output).not.toMatch(/\bat .*:\d+:\d+/);
});

test('npm start builds what is not built and serves notebooks/', async () => {
  const { url } = await startEccola(['--port=0'], {
    command: [process.execPath, path.join(REPOSITORY, 'scripts/start.mjs')],
  });

  const response = await fetch(`${url}/voila/render/bears.ipynb`);

  expect(response.status).toBe(200);
});

test('the README names every option of --help', async () => {
  const { output } = await runEccola(['--help']);
  const readme = await readFile(path.join(REPOSITORY, 'README.md'), 'utf8');

  const options = new Set(output.match(/--[a-z][a-z-]+/g));

  expect([...options].filter((option) => !readme.includes(option))).toEqual(['--version']);
});
