import { expect, test } from 'vitest';
import type { AnyMessage } from '../../../src/protocol/messages.js';
import { CLOSE } from '../../../src/protocol/session.js';
import { ECHO } from '../../helpers/echo.js';
import { notebook } from '../../helpers/notebook.js';
import { startServer } from '../../helpers/start-server.js';
import { type PageConnection, Visitor } from '../../helpers/visitor.js';

const GREETING = notebook([
  'console.log("cell one");',
  `import { request } from "eccola";
   console.log("hello " + JSON.stringify([request.query, request.search, request.headers, request.cookies, request.user ?? null]));`,
]);

const isText = (text: string) => (message: AnyMessage) =>
  'text' in message.content && String(message.content.text).includes(text);

/** Comes with this query, and these headers, as a page does that is loaded with them. */
async function visit(url: string, search: string, headers: Record<string, string> = {}) {
  const visitor = new Visitor(url);
  const snapshot = await visitor.snapshot('app.ipynb');
  return { visitor, snapshot, ...(await ask(visitor, { snapshot, search }, headers)) };
}

async function ask(
  visitor: Visitor,
  body: { snapshot: string; search: string; id?: string },
  headers: Record<string, string> = {},
): Promise<{ session: { id: string; kernel: { id: string } }; page: PageConnection }> {
  const response = await visitor.fetch('/api/sessions', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...headers,
      ...(headers.cookie && {
        cookie: [visitor.cookie, headers.cookie].filter(Boolean).join('; '),
      }),
    },
    body: JSON.stringify({ path: 'app.ipynb', id: crypto.randomUUID(), ...body }),
  });
  expect(response.status).toBe(200);
  const session = await response.json();
  return { session, page: await visitor.connect(session.kernel.id) };
}

test('a notebook that reads its visitor’s request runs for each of them, with theirs', async () => {
  const { url } = await startServer({ 'app.ipynb': GREETING });
  const rome = await visit(url, '?city=Rome&city=Oslo');
  const paris = await visit(url, '?city=Paris');

  const [one, two] = await Promise.all([
    rome.page.next(isText('hello')),
    paris.page.next(isText('hello')),
  ]);
  expect(one).toMatchObject({
    content: { text: 'hello [{"city":"Rome"},"?city=Rome&city=Oslo",{},{},null]\n' },
    metadata: { cellId: 'code-2' },
  });
  expect(two.content).toMatchObject({
    text: 'hello [{"city":"Paris"},"?city=Paris",{},{},null]\n',
  });
  expect(rome.page.messages.filter(isText('cell one'))).toHaveLength(1);
});

test('the page of such a notebook holds nothing that depends on a visitor, and is told how far its run is', async () => {
  const slow = notebook([
    'console.log("cell one");',
    `import { request } from "eccola";
     console.log("hello " + request.query.city);
     await new Promise((resolve) => setTimeout(resolve, 2000));`,
  ]);
  const { url } = await startServer({ 'app.ipynb': slow });
  const { visitor, page } = await visit(url, '?city=Rome');
  const says = (words: string | null) => (message: AnyMessage) =>
    'message' in message.content && message.content.message === words;
  await page.next(says('Running cell 2 of 2'));
  await page.next(isText('hello Rome'));
  await page.next(says(null));
  const text = await visitor.page('app.ipynb');
  expect(text).not.toContain('Rome');
  expect(text).not.toContain('cell one');
});

test('of headers and cookies a notebook sees those that the operator has named, and the user', async () => {
  const { url } = await startServer(
    { 'app.ipynb': GREETING },
    {
      args: [
        '--request-header=X-Tenant',
        '--request-header=X-Absent',
        '--request-cookie=theme',
        '--user-header=X-Forwarded-User',
      ],
    },
  );
  const headers = {
    'x-tenant': 'north',
    'x-secret': 'hidden',
    'x-forwarded-user': 'ada',
    cookie: 'theme=dark; other=hidden',
  };
  const { page } = await visit(url, '', headers);
  const { content } = await page.next(isText('hello'));
  expect(content).toMatchObject({
    text: 'hello [{},"",{"x-tenant":"north"},{"theme":"dark"},"ada"]\n',
  });
});

test.each([
  ['--request-header=Cookie', /--request-cookie/],
  ['--request-header=Authorization', /the key to this server/],
  ['--user-header=Authorization', /the key to this server/],
])('eccola does not start where it would show notebooks the keys to it: %s', async (arg, words) => {
  await expect(startServer({ 'app.ipynb': GREETING }, { args: [arg] })).rejects.toThrow(words);
});

test('who logs in at the same browser gets a kernel of their own, and the one before goes', async () => {
  const { url } = await startServer(
    {
      'app.ipynb': notebook([
        'import { Text } from "eccola"; const text = new Text({ value: "empty" }); text',
      ]),
    },
    { args: ['--user-header=X-User'] },
  );
  const alice = await visit(url, '', { 'x-user': 'alice' });
  const { visitor, snapshot, session, page } = alice;
  const [text = ''] = Object.keys(await page.requestStates());
  page.update(text, { value: 'alice’s' });
  await page.settled();

  const bob = await ask(visitor, { snapshot, search: '', id: session.id }, { 'x-user': 'bob' });
  expect(bob.session).toMatchObject({ resumed: false });
  expect(bob.session.kernel.id).not.toBe(session.kernel.id);
  expect(await bob.page.requestStates()).toMatchObject({ [text]: { state: { value: 'empty' } } });
  expect(await page.closed).toBe(CLOSE.kernelGone);
  const gone = await visitor.fetch(`/api/kernels/${session.kernel.id}`);
  expect(gone.status).toBe(404);
});

test('a handler that reads the request leaves its notebook run ahead, and sees the newest', async () => {
  const { url } = await startServer({
    'app.ipynb': notebook([
      'console.log("ahead of visits");',
      `import { Button, request } from "eccola";
       const button = new Button({ description: "" });
       button.onClick(() => console.log("clicked by " + request.query.name));
       button`,
    ]),
  });
  const { visitor, snapshot, session, page } = await visit(url, '?name=ada');
  expect(await visitor.page('app.ipynb')).toContain('ahead of visits');
  const [button = ''] = Object.keys(await page.requestStates());
  const click = (by: PageConnection) =>
    by.send('comm_msg', {
      comm_id: button,
      data: { method: 'custom', content: { event: 'click' } },
    });
  click(page);
  await page.next(isText('clicked by ada'));

  page.close('left');
  await page.closed;
  const again = await ask(visitor, { snapshot, search: '?name=bob', id: session.id });
  expect(again.session.kernel).toEqual(session.kernel);
  click(again.page);
  await again.page.next(isText('clicked by bob'));
});

test('a reload with another query runs the notebook anew, one with the same finds its kernel', async () => {
  const { url } = await startServer({ 'app.ipynb': GREETING });
  const { visitor, snapshot, session, page } = await visit(url, '?city=Rome');
  await page.next(isText('Rome'));
  page.close('left');
  await page.closed;

  const same = await ask(visitor, { snapshot, search: '?city=Rome', id: session.id });
  expect(same.session).toMatchObject({ id: session.id, kernel: session.kernel, resumed: true });
  same.page.close('left');
  await same.page.closed;

  const other = await ask(visitor, { snapshot, search: '?city=Oslo', id: session.id });
  expect(other.session.kernel.id).not.toBe(session.kernel.id);
  await other.page.next(isText('Oslo'));
  expect(other.page.messages.some(isText('Rome'))).toBe(false);
});

test('a notebook whose metadata opts out is not run before a visitor comes', async () => {
  const app = JSON.parse(
    notebook([
      'import { writeSync } from "node:fs"; writeSync(2, "it runs\\n"); console.log("for you")',
    ]),
  );
  app.metadata.eccola = { ahead: false };
  const server = await startServer({ 'app.ipynb': JSON.stringify(app) });
  const runs = () => server.log().filter(({ msg }) => msg === 'it runs').length;
  expect(await new Visitor(server.url).page('app.ipynb')).not.toContain('for you');
  expect(runs()).toBe(0);
  const { page } = await visit(server.url, '');
  await page.next(isText('for you'));
  await expect.poll(runs).toBe(1);
});

test('a request that a notebook reads after its run, before anybody came, is noticed too', async () => {
  const server = await startServer({
    'app.ipynb': notebook([
      `import { request } from "eccola";
       let seen = "nobody";
       setTimeout(() => { seen = request.query.city ?? ""; console.log("late " + seen); }, 300); 1`,
    ]),
  });
  const visitor = new Visitor(server.url);
  await visitor.page('app.ipynb');
  const noticed = () => server.log().some(({ msg }) => /runs for each visitor/.test(String(msg)));
  await expect.poll(noticed, { timeout: 10_000 }).toBe(true);
  await expect
    .poll(async () => (await visitor.fetch('/voila/render/app.ipynb')).text(), { timeout: 10_000 })
    .toContain('"ahead":false');
  const { page } = await visit(server.url, '?city=Rome');
  await page.next(isText('late Rome'));
});

test('a cell that fails for one visitor tells them so, and leaves the others’ alone', async () => {
  const server = await startServer({
    'app.ipynb': notebook([
      `import { request } from "eccola";
       if (request.query.fail) throw new Error("a secret reason");
       console.log("fine");`,
    ]),
  });
  const bad = await visit(server.url, '?fail=1');
  const { content } = await bad.page.next(({ header }) => header.msg_type === 'error');
  expect(JSON.stringify(content)).not.toContain('secret');
  const good = await visit(server.url, '');
  await good.page.next(isText('fine'));
  expect(JSON.stringify(server.log())).toContain('a secret reason');
});

test('a notebook that comes to no end for a visitor meets its limit, and the visitor is told so', async () => {
  const server = await startServer(
    {
      'app.ipynb': notebook([
        `import { request } from "eccola";
         console.log("starts"); if (request.query.wait) await new Promise(() => setInterval(() => {}, 1000)); 1`,
      ]),
    },
    { args: ['--timeout=1'] },
  );
  const { visitor, snapshot, session, page } = await visit(server.url, '?wait=1');
  await page.next(isText('starts'));
  await page.closed;
  const again = await visitor.post('/api/sessions', {
    path: 'app.ipynb',
    id: session.id,
    snapshot,
    search: '?wait=1',
  });
  expect(again.status).toBe(504);
  expect(await again.json()).toMatchObject({ detail: 'Cell 1 did not end in time.' });
});

test('a notebook that knows nothing of requests is run ahead, as ever', async () => {
  const { url } = await startServer(ECHO);
  expect(await new Visitor(url).page('echo.ipynb')).toContain('"ahead":true');
});
