import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { CLOSE } from '../../../src/protocol/session.js';
import { ECHO, moveSlider } from '../../helpers/echo.js';
import { notebook } from '../../helpers/notebook.js';
import { startApp } from '../../helpers/start-app.js';
import { startServer } from '../../helpers/start-server.js';
import { Visitor } from '../../helpers/visitor.js';

/** Asks once for a session, as a page does that waits for its turn. */
async function ask(visitor: Visitor, id: string, headers: Record<string, string> = {}) {
  const response = await visitor.fetch('/api/sessions', {
    method: 'POST',
    headers: { 'content-type': 'application/json', prefer: 'respond-async', ...headers },
    body: JSON.stringify({
      path: 'echo.ipynb',
      id,
      snapshot: await visitor.snapshot('echo.ipynb'),
    }),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

test('when all places are taken, pages are told their place in the queue, and get one in their order', async () => {
  const { url } = await startServer(ECHO, { args: ['--max-sessions=1', '--left-grace=0'] });
  const inside = new Visitor(url);
  const { session, page } = await inside.open('echo.ipynb');
  const first = { visitor: new Visitor(url), id: randomUUID() };
  const second = { visitor: new Visitor(url), id: randomUUID() };
  const words = async ({ visitor, id }: typeof first) => (await ask(visitor, id)).body.message;
  expect(await words(first)).toBe('All places are taken. You are first in the queue.');
  expect(await words(second)).toBe('All places are taken. You are second in the queue.');
  expect(await words(first)).toBe('All places are taken. You are first in the queue.');

  await inside.fetch(`/api/sessions/${session.id}`, { method: 'DELETE' });
  await page.closed;

  // The place is free, and it is the first's.
  expect(await words(second)).toBe('All places are taken. You are first in the queue.');
  expect((await ask(first.visitor, first.id)).status).toBe(200);
  // One who leaves the queue makes room for those behind.
  const third = { visitor: new Visitor(url), id: randomUUID() };
  expect(await words(third)).toMatch('second');
  await second.visitor.post(`/api/sessions/${second.id}/leave`);
  expect(await words(third)).toMatch('first');
});

test('a program is told to come back later', async () => {
  const { url } = await startServer(ECHO, { args: ['--max-sessions=1'] });
  await new Visitor(url).open('echo.ipynb');
  const { status, headers, body } = await ask(new Visitor(url), randomUUID(), { prefer: '' });
  expect(status).toBe(503);
  expect(headers.get('retry-after')).toBe('5');
  expect(body).toMatchObject({ code: 'TOO_MANY_SESSIONS', hint: expect.any(String) });
});

test('one client has no more than its share, others have theirs', async () => {
  const { url } = await startServer(ECHO, {
    args: ['--max-sessions-per-client=1', '--trust-proxy=127.0.0.1'],
  });
  const from = (address: string) => ({ 'x-forwarded-for': address });
  const one = new Visitor(url);
  expect((await ask(one, randomUUID(), from('203.0.113.1'))).status).toBe(200);
  const again = await ask(new Visitor(url), randomUUID(), from('203.0.113.1'));
  expect(again.status).toBe(429);
  expect(again.body).toMatchObject({ code: 'CLIENT_LIMIT', hint: expect.any(String) });
  expect((await ask(new Visitor(url), randomUUID(), from('203.0.113.2'))).status).toBe(200);
  // One household has one network.
  expect((await ask(one, randomUUID(), from('2001:db8:1:2::3'))).status).toBe(200);
  expect((await ask(one, randomUUID(), from('2001:db8:1:2:ffff::4'))).status).toBe(429);
});

test('by default one address in the internet takes half of the places, its pages in the queue included', async () => {
  const { url } = await startServer(ECHO, {
    args: ['--max-sessions=2', '--trust-proxy=127.0.0.1'],
  });
  const status = async (address: string) =>
    (await ask(new Visitor(url), randomUUID(), { 'x-forwarded-for': address })).status;
  expect(await status('203.0.113.1')).toBe(200);
  expect(await status('203.0.113.1')).toBe(429);
  expect(await status('203.0.113.2')).toBe(200);
  expect(await status('203.0.113.3')).toBe(202);
  expect(await status('203.0.113.3')).toBe(429);
  // It may be a proxy's, with anybody behind it.
  expect(await status('10.0.0.1')).toBe(202);
  expect(await status('10.0.0.1')).toBe(202);
});

test('what a visitor says of their address counts only by a proxy that is trusted', async () => {
  const { url } = await startServer(ECHO, { args: ['--max-sessions-per-client=1'] });
  const claim = (address: string) =>
    ask(new Visitor(url), randomUUID(), { 'x-forwarded-for': address });
  expect((await claim('203.0.113.1')).status).toBe(200);
  expect((await claim('203.0.113.2')).status).toBe(429);
});

test('a kernel that nobody uses goes, and its page is told why', async () => {
  const { url } = await startApp({ root: ECHO, sessionTimes: { idle: 1500 } });
  const { page } = await new Visitor(url).open('echo.ipynb');
  expect(await page.closed).toBe(CLOSE.idle);
});

test.each([
  [
    'its heap',
    'const kept: number[][] = []; for (;;) kept.push(new Array(1e5).fill(Math.random()));',
  ],
  ['buffers', 'const kept: Buffer[] = []; setInterval(() => kept.push(Buffer.alloc(5e7, 1)), 20);'],
])('a kernel that fills %s ends, and its page is told why', async (_what, code) => {
  const { url } = await startServer(
    {
      'hungry.ipynb': notebook([
        `import { Button } from "eccola";
         const button = new Button({ description: "" });
         button.onClick(() => { ${code} });
         button`,
      ]),
    },
    { args: ['--kernel-memory=64', '--pool=0'] },
  );
  const { page } = await new Visitor(url).open('hungry.ipynb');
  const [button = ''] = Object.keys(await page.requestStates());
  const data = { method: 'custom', content: { event: 'click' } };
  page.send('comm_msg', { comm_id: button, data });
  expect(await page.closed).toBe(CLOSE.outOfMemory);
});

test('a notebook that ends its kernel again and again is given a rest, in words', async () => {
  const { url } = await startServer({
    'echo.ipynb': notebook([
      'import { request } from "eccola"; if (request.query) process.kill(process.pid, "SIGKILL"); 1',
    ]),
  });
  const visitor = new Visitor(url);
  const id = randomUUID();
  await expect
    .poll(async () => (await ask(visitor, id)).body.code, { timeout: 20_000 })
    .toBe('KERNEL_DIED');
});

test('a notebook that only waits, with many visitors, holds up no other', async () => {
  const { url, root } = await startServer(
    {
      'echo.ipynb': notebook(['1']),
      'slow.ipynb': notebook([
        `import { existsSync } from "node:fs";
         while (existsSync("hold")) await new Promise((resolve) => setTimeout(resolve, 50));`,
      ]),
    },
    { args: ['--pool=0'] },
  );
  const waiting = { path: 'slow.ipynb', snapshot: await new Visitor(url).snapshot('slow.ipynb') };
  await new Visitor(url).attach('slow.ipynb', waiting);
  await new Visitor(url).snapshot('echo.ipynb');
  await writeFile(`${root}/hold`, '');
  for (let count = 0; count < 20; count += 1) {
    const { status } = await new Visitor(url).post('/api/sessions', {
      ...waiting,
      id: randomUUID(),
    });
    expect(status).toBe(202);
  }
  // The first of the trivial notebook has its publication's kernel.
  await new Visitor(url).attach('echo.ipynb');
  await new Visitor(url).attach('echo.ipynb');
});

const SECRETS = notebook([
  `import { Text } from "eccola";
   import { readdirSync, writeFileSync } from "node:fs";
   import { tmpdir } from "node:os";
   const found = [...readdirSync(tmpdir()), String(globalThis["kept"])];
   const text = new Text({ value: found.join(" ") });
   text.observe("value", () => {
     globalThis["kept"] = text.value;
     writeFileSync(tmpdir() + "/" + text.value, text.value);
     console.log(text.value);
   });
   text`,
]);

test('twenty who come in one second to a pool of five are all served, none with a byte of another’s', async () => {
  const { url } = await startServer({ 'secrets.ipynb': SECRETS }, { args: ['--pool=5'] });
  await new Visitor(url).snapshot('secrets.ipynb');
  const secrets = Array.from({ length: 20 }, () => `s${randomUUID().replaceAll('-', '')}`);

  const served = await Promise.all(
    secrets.map(async (secret, index) => {
      await new Promise((resolve) => setTimeout(resolve, index * 50));
      const visitor = new Visitor(url);
      const { session, page } = await visitor.open('secrets.ipynb');
      const bytes: string[] = [];
      page.socket.on('message', (data) => bytes.push(String(data)));
      const [[id = '', { state }] = ['', { state: {} }]] = Object.entries(
        await page.requestStates(),
      );
      expect(state).toMatchObject({ value: 'undefined' });
      page.update(id, { value: secret });
      await page.next(({ content }) => 'text' in content && String(content.text).includes(secret));
      return { kernel: session.kernel.id, seen: bytes.join('') };
    }),
  );

  expect(new Set(served.map(({ kernel }) => kernel)).size).toBe(20);
  served.forEach(({ seen }, index) => {
    expect(secrets.filter((secret) => seen.includes(secret))).toEqual([secrets[index]]);
  });
  // Nor has one who comes when all of them have been there.
  const late = await new Visitor(url).open('secrets.ipynb');
  const states = JSON.stringify(await late.page.requestStates());
  expect(secrets.filter((secret) => states.includes(secret))).toEqual([]);
});

test('while a server ends it takes nobody in, lets kernels finish, and tells pages that it restarts', async () => {
  const { app, url } = await startApp({
    root: ECHO,
    sessionTimes: {},
  });
  const visitor = new Visitor(url);
  const { page } = await visitor.open('echo.ipynb');
  await moveSlider(page, 5);
  await app.drain();

  const { status, headers, body } = await (async () => {
    const response = await new Visitor(url).post('/api/sessions', {
      path: 'echo.ipynb',
      id: randomUUID(),
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  })();
  expect(status).toBe(503);
  expect(headers.get('retry-after')).toBe('5');
  expect(body.code).toBe('SERVER_RESTARTING');
  const html = await fetch(`${url}/voila/render/echo.ipynb`, { headers: { accept: 'text/html' } });
  expect(html.status).toBe(503);
  expect(await html.text()).toContain('The server restarts.');
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect((await fetch(`${url}/readyz`)).status).toBe(503);

  await page.settled();
  await app.close();
  expect(await page.closed).toBe(CLOSE.restart);
});

test('SIGTERM waits a moment for a handler that is at work', async () => {
  const server = await startServer({
    'slow.ipynb': notebook([
      `import { Button } from "eccola";
       const button = new Button({ description: "" });
       button.onClick(async () => {
         console.log("begun");
         await new Promise((resolve) => setTimeout(resolve, 1000));
         console.log("finished");
       });
       button`,
    ]),
  });
  const { page } = await new Visitor(server.url).open('slow.ipynb');
  const [button = ''] = Object.keys(await page.requestStates());
  const data = { method: 'custom', content: { event: 'click' } };
  page.send('comm_msg', { comm_id: button, data });
  await page.next(({ content }) => 'message' in content && content.message === 'Working…');

  process.kill(server.pid, 'SIGTERM');

  await page.next(({ content }) => 'text' in content && content.text === 'finished\n');
  expect(await page.closed).toBe(CLOSE.restart);
});
