import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parseNotebook } from '../../src/protocol/nbformat.js';
import { BearsPage } from '../helpers/bears-page.js';
import { openPage } from '../helpers/open-page.js';
import { photo } from '../helpers/photos.js';
import { REPOSITORY, startEccola } from '../helpers/run-eccola.js';

test('neither the page nor any response holds a line of a cell’s source', async () => {
  const text = await readFile(path.join(REPOSITORY, 'notebooks/bears.ipynb'), 'utf8');
  const lines = parseNotebook(text, 'bears.ipynb')
    .cells.filter(({ kind }) => kind === 'code')
    .flatMap(({ source }) => source.split('\n').map((line) => line.trim()))
    // Shorter lines, such as `});`, stand in any script.
    .filter((line) => line.length > 24);
  expect(lines.length).toBeGreaterThan(5);
  const { url } = await startEccola(['notebooks', '--port=0']);
  const received: Promise<string>[] = [];
  const { page } = await openPage(`${url}/voila/render/bears.ipynb`, {
    prepare: (empty) => {
      empty.on('response', (response) => {
        // A body is gone once its page is: the waiting page of a first visit.
        received.push(response.text().catch(() => ''));
      });
      empty.on('websocket', (socket) =>
        socket.on('framereceived', ({ payload }) => {
          received.push(Promise.resolve(payload.toString()));
        }),
      );
    },
  });

  await new BearsPage(page).ask(await photo('european-bear.png'), /brown bear/i);

  const all = [...(await Promise.all(received)), await page.content()].join('\n');
  expect(all).toContain('brown bear');
  expect(lines.filter((line) => all.includes(line) || all.includes(JSON.stringify(line)))).toEqual(
    [],
  );
});
