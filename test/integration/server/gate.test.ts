import { request } from 'node:http';
import type { Express } from 'express';
import { expect, test } from 'vitest';
import { ECHO } from '../../helpers/echo.js';
import { startApp } from '../../helpers/start-app.js';
import { startServer } from '../../helpers/start-server.js';
import { Visitor } from '../../helpers/visitor.js';

const OPEN = ['/healthz', '/readyz', '/voila/static/x'];
const TOKEN = 'a-token-of-this-test';

/** Every method and path that the app's router knows, with something in the place of its parameters. */
function routesOf(app: Express): { method: string; path: string }[] {
  const walk = (stack: typeof app.router.stack): { method: string; path: string }[] =>
    stack.flatMap((layer) => {
      const { route, handle } = layer;
      if (!route) return 'stack' in handle ? walk(handle.stack as typeof stack) : [];
      const methods = new Set(route.stack.map(({ method }) => method.toUpperCase()));
      const address = route.path.replace('{/*path}', '').replaceAll(/[*:]\w+/g, 'x');
      return [...methods].map((method) => ({ method, path: address }));
    });
  return walk(app.router.stack);
}

async function startGuarded() {
  const { app, url } = await startApp({ root: ECHO, token: TOKEN });
  return { routes: routesOf(app.handler), url };
}

test('no route answers without the token, but for health and assets', async () => {
  const { routes, url } = await startGuarded();
  expect(routes.length).toBeGreaterThanOrEqual(11);
  for (const { method, path: address } of routes) {
    const response = await fetch(url + address, { method, redirect: 'manual' });
    const isOpen = OPEN.includes(address);
    expect(response.status === 401, `${method} ${address}: ${response.status}`).toBe(!isOpen);
    expect(await response.text()).not.toMatch(/slider|\bat .*:\d+:\d+/);
  }
});

test('no route that changes anything answers a foreign page, with the token or without', async () => {
  const { routes, url } = await startGuarded();
  const unsafe = routes.filter(({ method }) => method !== 'GET');
  expect(unsafe.length).toBeGreaterThanOrEqual(3);
  const { port } = new URL(url);
  const foreign: Record<string, string>[] = [
    { origin: 'null' },
    { origin: 'https://evil.example' },
    { origin: `http://127.0.0.1:${Number(port) + 1}` },
    { origin: `http://127.0.0.1:${port}.evil.example` },
    { cookie: 'a=b' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' },
    { 'sec-fetch-site': 'same-site' },
  ];
  for (const { method, path: address } of unsafe) {
    for (const headers of foreign) {
      const authorized = { ...headers, authorization: `token ${TOKEN}` };
      const response = await fetch(url + address, { method, headers: authorized });
      expect(response.status, `${method} ${address} ${JSON.stringify(headers)}`).toBe(403);
    }
  }
});

test('every upgrade is refused without the token, and from a foreign or nameless page', async () => {
  const { routes, url } = await startGuarded();
  const { origin } = new URL(url);
  const paths = [...routes.map((route) => route.path), '/api/kernels/x/channels', '/terminal/ws'];
  const authorization = `Bearer ${TOKEN}`;
  for (const address of paths) {
    expect(await upgrade(url + address, { origin })).toBe(401);
    expect(await upgrade(url + address, { origin, cookie: 'eccola-login=x' })).toBe(401);
    for (const foreign of ['null', 'https://evil.example', `${origin}.evil.example`, undefined]) {
      expect(await upgrade(url + address, { authorization, origin: foreign })).toBe(403);
    }
  }
  expect(await upgrade(`${url}/terminal/ws`, { authorization, origin })).toBe(404);
  expect(await upgrade(`${url}/api/kernels/x/channels`, { authorization, origin })).toBe(403);
});

/** @returns the status that answers the request for a websocket */
async function upgrade(
  address: string,
  headers: Record<string, string | undefined>,
): Promise<number | undefined> {
  return await new Promise((resolve, reject) => {
    const all = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      'sec-websocket-protocol': 'v1.kernel.websocket.jupyter.org',
      ...headers,
    };
    const given = Object.entries(all).filter(([, value]) => value !== undefined);
    const asked = request(address, {
      headers: Object.fromEntries(given) as Record<string, string>,
    });
    asked.on('response', (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.on('upgrade', (_response, socket) => {
      socket.destroy();
      resolve(101);
    });
    asked.on('error', reject);
    asked.end();
  });
}

test('the token opens the app once in the URL, then as a cookie, or in a header', async () => {
  const { url } = await startServer(ECHO, { args: ['--token=s3cret token'] });
  const page = `${url}/voila/render/echo.ipynb`;
  expect((await fetch(page)).status).toBe(401);
  expect((await fetch(`${page}?token=wrong`, { redirect: 'manual' })).status).toBe(401);
  for (const scheme of ['token', 'Bearer']) {
    const response = await fetch(page, { headers: { authorization: `${scheme} s3cret` } });
    expect(response.status).toBe(401);
  }

  const visitor = new Visitor(url);
  const login = await visitor.fetch('/voila/render/echo.ipynb?x=1&token=s3cret%20token');
  expect(login.status).toBe(302);
  expect(new URL(login.headers.get('location') ?? '', page).href).toBe(`${page}?x=1`);
  expect(login.headers.get('set-cookie')).toMatch(/; Path=\/; HttpOnly; SameSite=Lax$/);
  expect(visitor.cookie).not.toContain('s3cret');
  const { page: connection } = await visitor.open('echo.ipynb');
  await connection.settled();
});

test('a cookie of the token before is worth nothing', async () => {
  const before = await startServer(ECHO, { args: ['--token=one'] });
  const visitor = new Visitor(before.url);
  await visitor.fetch('/?token=one');
  const now = await startServer(ECHO, { args: ['--token=two'] });
  const cookie = visitor.cookie.replace(new URL(before.url).port, new URL(now.url).port);
  expect((await fetch(`${now.url}/`, { headers: { cookie }, redirect: 'manual' })).status).toBe(
    401,
  );
});

test('a token is made and printed where others reach the host, and never logged', async () => {
  const { url, token, log } = await startServer(ECHO, { args: ['--host=0.0.0.0'] });
  expect(token).toMatch(/^[\w-]{20,}$/);
  expect((await fetch(`${url}/voila/tree`)).status).toBe(401);
  const opened = await fetch(`${url}/voila/tree?token=${token}`, { redirect: 'manual' });
  expect(opened.status).toBe(302);
  expect(JSON.stringify(log())).not.toContain(token);
});

test('--public lets everyone in', async () => {
  const { url, token } = await startServer(ECHO, { args: ['--host=0.0.0.0', '--public'] });
  expect(token).toBeUndefined();
  expect((await fetch(`${url}/voila/tree`)).status).toBe(200);
});

test('a server for this machine does not answer to a foreign name that leads here', async () => {
  const { url } = await startServer(ECHO);
  const { port } = new URL(url);
  expect(await statusFor(url, `localhost:${port}`)).toBe(200);
  expect(await statusFor(url, `evil.example:${port}`)).toBe(403);
  const proxied = await startServer(ECHO, { args: ['--allow-origin=https://app.example'] });
  expect(await statusFor(proxied.url, 'app.example')).toBe(200);
  const atBinder = await startServer(ECHO, { args: ['--base-url=/user/x/voila/'] });
  expect(await statusFor(atBinder.url, 'hub.example')).toBe(200);
});

/** `fetch` sets Host by itself. */
async function statusFor(url: string, host: string): Promise<number | undefined> {
  return await new Promise((resolve, reject) => {
    const asked = request(`${url}/healthz`, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.on('error', reject).end();
  });
}

test('an origin that the operator names may connect, one that looks like it may not', async () => {
  const { url } = await startServer(ECHO, { args: ['--allow-origin=https://app.example'] });
  const visitor = new Visitor(url);
  const { kernel } = await visitor.attach('echo.ipynb');
  for (const origin of [
    'https://app.example.evil.example',
    'https://app.example:8443',
    'http://app.example',
  ]) {
    await expect(visitor.connect(kernel.id, { headers: { origin } })).rejects.toThrow('403');
  }
  const page = await visitor.connect(kernel.id, { headers: { origin: 'https://app.example' } });
  await page.settled();
});
