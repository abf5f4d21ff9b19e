import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { notebook } from '../../helpers/notebook.js';
import { startServer } from '../../helpers/start-server.js';

const SECRET = 'const secretive: number = "a line of the source";';

/** An author's page's end of the websocket. */
function follow(url: string, headers: Record<string, string> = {}, name = 'app.ipynb') {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/api/watch/${name}`, {
    headers: { origin: new URL(url).origin, ...headers },
  });
  onTestFinished(() => socket.terminate());
  // Of one that is refused, when it is let go.
  socket.on('error', () => {});
  const events: Record<string, unknown>[] = [];
  socket.on('message', (data) => events.push(JSON.parse(String(data))));
  const refused = once(socket, 'unexpected-response').then(([, response]) => response.statusCode);
  return { events, refused };
}

test('a page is told how things stand, what is done after a save, and how it went', async () => {
  const { url, root } = await startServer(
    { 'app.ipynb': notebook(['console.log("one")']) },
    { args: ['--watch'] },
  );
  const { events } = follow(url);
  await expect.poll(() => events.at(-1)).toMatchObject({ type: 'live' });
  const before = events.at(-1)?.snapshot;

  await writeFile(path.join(root, 'app.ipynb'), notebook(['console.log("two")']));

  await expect.poll(() => events.at(-1)?.snapshot).not.toBe(before);
  await expect.poll(() => events.at(-1)).toMatchObject({ type: 'live' });
  const said = events.filter(({ type }) => type === 'preparing').map(({ message }) => message);
  expect(said).toContain('Running cell 1 of 1');
});

test('only a page on the server’s own machine is shown a line of the source', async () => {
  const { url, root } = await startServer(
    { 'app.ipynb': notebook(['1 + 1']) },
    { args: ['--watch'] },
  );
  const own = follow(url);
  const proxied = follow(url, { 'x-forwarded-for': '192.0.2.1' });
  await expect.poll(() => proxied.events.at(-1)).toMatchObject({ type: 'live' });

  await writeFile(path.join(root, 'app.ipynb'), notebook([SECRET]));

  await expect.poll(() => own.events.at(-1)).toMatchObject({ type: 'failed' });
  expect(JSON.stringify(own.events)).toContain('const secretive');
  await expect
    .poll(() => proxied.events.at(-1))
    .toMatchObject({
      type: 'failed',
      problem: { title: 'Cell 1 does not compile.' },
    });
  expect(JSON.stringify(proxied.events)).not.toContain('secretive');
  expect(await (await fetch(`${url}/voila/render/app.ipynb`)).text()).not.toContain('secretive');
});

test('without --watch there is nothing to follow', async () => {
  const { url } = await startServer({ 'app.ipynb': notebook(['1 + 1']) });
  expect(await follow(url).refused).toBe(404);
});

test.each([
  ['a foreign page', 'app.ipynb', { origin: 'https://evil.example' }, 403],
  ['a path that leads out', '..%2Fapp.ipynb', {}, 400],
  ['what is no notebook', 'secrets.txt', {}, 400],
])('%s is refused', async (_, name, headers, status) => {
  const { url } = await startServer({ 'app.ipynb': notebook(['1 + 1']) }, { args: ['--watch'] });
  expect(await follow(url, headers, name).refused).toBe(status);
});
