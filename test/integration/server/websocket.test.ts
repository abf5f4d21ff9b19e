import { writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import path from 'node:path';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { BATCHED_PROTOCOL } from '../../../src/protocol/frame-batch.js';
import { encodeFrame, WEBSOCKET_PROTOCOL } from '../../../src/protocol/framing.js';
import { type AnyMessage, createMessage } from '../../../src/protocol/messages.js';
import { ECHO, ECHO_SOURCE, echoWidgets, moveSlider } from '../../helpers/echo.js';
import { notebook } from '../../helpers/notebook.js';
import { startServer, type TestServer } from '../../helpers/start-server.js';
import { type PageConnection, Visitor } from '../../helpers/visitor.js';

function linesOf({ log }: TestServer): string[] {
  return log().map(({ msg }) => String(msg));
}

function isAnswerTo(...sent: readonly AnyMessage[]) {
  const ids = new Set(sent.map(({ header }) => header.msg_id));
  return ({ parent_header: parent }: AnyMessage) => 'msg_id' in parent && ids.has(parent.msg_id);
}

/** What a status, or a widget's message, is about. */
function toWord({ content }: AnyMessage): unknown {
  const { execution_state, data } = content as { execution_state?: string; data?: object };
  return execution_state ?? Reflect.get(data ?? {}, 'method');
}

test('an execute_request changes nothing, and the log says so once', async () => {
  const server = await startServer(ECHO);
  const { page } = await new Visitor(server.url).open('echo.ipynb');
  const code = 'slider.value = 77; process.exit(1)';
  for (let attempt = 0; attempt < 3; attempt++) {
    for (const channel of ['shell', 'control', 'stdin'] as const) {
      page.send('execute_request', { code, silent: false }, { channel } as Partial<AnyMessage>);
    }
  }
  await page.settled();

  expect((await echoWidgets(page)).echoed).toBe('value 3');
  const sentence = 'Received message of type "execute_request", which is not allowed. Ignoring.';
  await expect.poll(() => linesOf(server)).toContain(sentence);
  expect(linesOf(server).filter((line) => line === sentence)).toHaveLength(1);
});

test('what is no message is ignored, and a page that sends nothing else is shut out', async () => {
  const server = await startServer(ECHO);
  const { page } = await new Visitor(server.url).open('echo.ipynb');
  page.socket.send(
    JSON.stringify(createMessage('execute_request', {}, { channel: 'shell', session: 's' })),
  );
  page.socket.send(new Uint8Array(3));
  page.socket.send(new Uint8Array(500).fill(255));
  await page.settled();
  await expect
    .poll(() => linesOf(server))
    .toEqual(
      expect.arrayContaining([
        expect.stringContaining('text frame'),
        expect.stringContaining('malformed frame'),
      ]),
    );
  for (let index = 0; index < 50; index++) page.socket.send('{}');
  expect(await page.closed).toBe(1008);
});

test('a message above the limit closes the websocket, and the kernel waits for the page', async () => {
  const { url } = await startServer(ECHO, { args: ['--upload-limit=2'] });
  const visitor = new Visitor(url);
  const { session, page } = await visitor.open('echo.ipynb');
  await moveSlider(page, 5);
  page.socket.send(new Uint8Array(2_000_000 + 1024 * 1024 + 1));
  expect(await page.closed).toBe(1009);
  const back = await visitor.connect(session.kernel.id);
  expect((await echoWidgets(back)).echoed).toBe('value 5');
});

test('a flood of messages is slowed down, and all of it arrives', async () => {
  const { url } = await startServer(ECHO);
  const { page } = await new Visitor(url).open('echo.ipynb');
  const { slider } = await echoWidgets(page);
  for (let value = 0; value <= 2000; value++) page.update(slider, { value: value % 101 });
  await page.settled();
  expect((await echoWidgets(page)).echoed).toBe(`value ${2000 % 101}`);
});

test('a kernel survives what a page makes up', async () => {
  const { url } = await startServer(ECHO);
  const { page } = await new Visitor(url).open('echo.ipynb');
  const { slider } = await echoWidgets(page);
  const evil = (data: unknown, buffers: ArrayBuffer[] = []) =>
    page.send('comm_msg', { comm_id: slider, data } as object, { buffers });
  evil({ method: 'update', state: {}, buffer_paths: [['__proto__', 'x']] }, [new ArrayBuffer(8)]);
  evil({ method: 'update', state: JSON.parse('{"__proto__": {"value": 1}}'), buffer_paths: [] });
  evil({ method: 'update', state: { value: 'many' }, buffer_paths: [] });
  evil({ method: 'constructor' });
  evil(null);
  page.send('comm_msg', { comm_id: 'unknown', data: {} });
  page.send('comm_close', { comm_id: 'unknown' });
  page.send('comm_open', { comm_id: 'c', target_name: 'my.target', data: {} });
  await page.settled();
  await moveSlider(page, 21);
  expect((await echoWidgets(page)).echoed).toBe('value 21');
});

test('a page moves a slider within the author’s bounds, and is told them when it sets its own', async () => {
  const { url } = await startServer(ECHO);
  const { page } = await new Visitor(url).open('echo.ipynb');
  const { slider } = await echoWidgets(page);
  const states = await page.requestStates();
  const { max, step } = states[slider]?.state ?? {};
  const sent = page.update(slider, { max: 1e6, step: 0, value: 99_999 });
  await page.settled();
  const answers = page.messages
    .filter(
      ({ parent_header: parent }) => 'msg_id' in parent && parent.msg_id === sent.header.msg_id,
    )
    .flatMap(({ content }) =>
      'comm_id' in content && content.comm_id === slider ? [content] : [],
    );
  expect(answers).toEqual([
    {
      comm_id: slider,
      data: { method: 'echo_update', state: { max, step, value: 99_999 }, buffer_paths: [] },
    },
    { comm_id: slider, data: { method: 'update', state: { value: max }, buffer_paths: [] } },
  ]);
  expect((await echoWidgets(page)).echoed).toBe(`value ${max}`);
});

test.each([
  { who: 'eccola’s page', protocols: [BATCHED_PROTOCOL, WEBSOCKET_PROTOCOL], together: 4 },
  { who: 'a program', protocols: [WEBSOCKET_PROTOCOL, BATCHED_PROTOCOL], together: 1 },
])(
  'what a quick handler says reaches $who in messages of at most $together frames, complete and in order',
  async ({ protocols, together }) => {
    const { url } = await startServer(ECHO);
    const visitor = new Visitor(url);
    const { session } = await visitor.open('echo.ipynb');
    const page = await visitor.connect(session.kernel.id, { protocols });
    expect(page.socket.protocol).toBe(protocols[0]);
    const { slider } = await echoWidgets(page);
    // A busy machine may take a batch apart: one of many is whole.
    const sent = Array.from({ length: 30 }, (_, value) => page.update(slider, { value }));
    await page.settled();

    for (const message of sent) {
      const words = page.messages.filter(isAnswerTo(message)).map(toWord);
      expect(words).toEqual(['busy', 'echo_update', 'update', 'idle']);
    }
    const sizes = page.batches.map((batch) => batch.filter(isAnswerTo(...sent)).length);
    expect(Math.max(...sizes)).toBe(together);
  },
);

test('what a handler says before long work is there before the work is done', async () => {
  const { url, root } = await startServer({
    'long.ipynb': notebook([
      `import { existsSync } from "node:fs";
      import { IntSlider, Label, display } from "eccola";
      const slider = new IntSlider();
      const label = new Label();
      slider.observe("value", () => {
        label.value = "working";
        while (!existsSync("go-on"));
        label.value = "done";
      });
      display(slider);
      display(label);`,
    ]),
  });
  const visitor = new Visitor(url);
  const { session } = await visitor.open('long.ipynb');
  const page = await visitor.connect(session.kernel.id, { protocols: [BATCHED_PROTOCOL] });
  const [slider = ''] =
    Object.entries(await page.requestStates()).find(
      ([, { state }]) => state._model_name === 'IntSliderModel',
    ) ?? [];
  page.update(slider, { value: 5 });
  const says = (value: string) =>
    page.next(({ content }) => JSON.stringify(content).includes(`"value":"${value}"`));
  await says('working');
  await writeFile(path.join(root, 'go-on'), '');
  await says('done');
});

test('a handler’s error reaches the visitor as a reference, and the log whole', async () => {
  const server = await startServer(ECHO);
  const { page } = await new Visitor(server.url).open('echo.ipynb');
  await click(page);
  const { content } = await page.next(({ header }) => header.msg_type === 'error');
  expect(content).toEqual({
    ename: 'RangeError',
    evalue: '',
    traceback: [],
    reference: expect.stringMatching(/^[\da-f]{8}$/),
  });
  const { reference } = content as unknown as { reference: string };
  const logged = () => server.log().find((entry) => entry.reference === reference);
  await expect.poll(logged).toMatchObject({
    notebook: 'echo.ipynb',
    traceback: expect.stringMatching(/RangeError: a secret of the handler[\s\S]*In\[2\]/),
  });
  expect(JSON.stringify(page.messages)).not.toContain(ECHO_SOURCE[2]);
});

test('--debug shows the author errors whole', async () => {
  const { url } = await startServer(ECHO, { args: ['--debug'] });
  const { page } = await new Visitor(url).open('echo.ipynb');
  await click(page);
  const { content } = await page.next(({ header }) => header.msg_type === 'error');
  expect(content).toMatchObject({ evalue: 'a secret of the handler' });
});

async function click(page: PageConnection): Promise<void> {
  const { button } = await echoWidgets(page);
  const data = { method: 'custom', content: { event: 'click' } };
  page.send('comm_msg', { comm_id: button, data });
}

test('opens with the visitor’s cookie and the right subprotocol only', async () => {
  const { url } = await startServer(ECHO);
  const visitor = new Visitor(url);
  const { kernel } = await visitor.attach('echo.ipynb');
  await expect(visitor.connect(kernel.id, { headers: { cookie: undefined } })).rejects.toThrow(
    '403',
  );
  await expect(visitor.connect(kernel.id, { headers: { origin: 'null' } })).rejects.toThrow('403');
  await expect(visitor.connect(kernel.id, { headers: { origin: undefined } })).rejects.toThrow(
    '403',
  );
  const address = `${url.replace('http', 'ws')}/api/kernels/${kernel.id}/channels`;
  const headers = { origin: url, cookie: visitor.cookie };
  for (const protocols of [[], ['v2.kernel.websocket.jupyter.org'], ['graphql-ws']]) {
    const socket = new WebSocket(address, protocols, { headers });
    const [, response] = await new Promise<[unknown, { statusCode?: number }]>((resolve) => {
      socket.on('unexpected-response', (...args) => resolve(args));
      socket.on('error', () => {});
    });
    expect(response.statusCode).toBe(400);
  }
});

test('a hostile handshake is refused at once', async () => {
  const { url } = await startServer(ECHO);
  const { hostname, port } = new URL(url);
  const extensions = `x; ${'a="'.repeat(4000)}`;
  const answer = await new Promise<string>((resolve) => {
    const socket = createConnection(Number(port), hostname, () => {
      socket.write(
        [
          'GET /api/kernels/x/channels HTTP/1.1',
          `Host: ${hostname}:${port}`,
          `Origin: ${url}`,
          'Connection: Upgrade',
          'Upgrade: websocket',
          'Sec-WebSocket-Version: 13',
          'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
          `Sec-WebSocket-Extensions: ${extensions}`,
          '',
          '',
        ].join('\r\n'),
      );
    });
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('close', () => resolve(text));
  });
  expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});

test('what a visitor is sent names no cell’s source', async () => {
  const { url } = await startServer(ECHO);
  const visitor = new Visitor(url);
  const { page } = await visitor.open('echo.ipynb');
  await moveSlider(page, 50);
  await click(page);
  await page.next(({ header }) => header.msg_type === 'error');
  const said = [
    ...page.messages.map((message) => JSON.stringify(message)),
    ...(await Promise.all(
      [
        '/',
        '/voila/tree',
        '/voila/render/echo.ipynb',
        '/voila/files/echo.ipynb',
        '/api/kernels/x',
        '/api/sessions',
        '/healthz',
        '/readyz',
        '/nothing',
      ].map(async (path) => await (await visitor.fetch(path)).text()),
    )),
  ].join('\n');
  for (const line of ECHO_SOURCE) expect(said).not.toContain(line);
  expect(said).not.toContain('execute_input');
});

test('what is sent after the kernel has gone is nobody’s', async () => {
  const { url } = await startServer(ECHO);
  const visitor = new Visitor(url);
  const { session, page } = await visitor.open('echo.ipynb');
  await visitor.fetch(`/api/sessions/${session.id}`, { method: 'DELETE' });
  page.socket.send(encodeFrame(createMessage('comm_msg', {}, { channel: 'shell', session: 's' })));
  expect(await page.closed).toBe(4404);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});

test('a page that reads nothing is cut off, and finds its kernel when it is back', async () => {
  const flood = notebook([
    `import { Button } from "eccola";
const flood = new Button({ description: "flood" });
flood.onClick(() => { for (let i = 0; i < 60; i++) console.log("x".repeat(1024 * 1024)); });
flood`,
  ]);
  const server = await startServer({ 'flood.ipynb': flood });
  const visitor = new Visitor(server.url);
  const { session, page } = await visitor.open('flood.ipynb');
  const { button } = await echoWidgets(page);
  page.socket.pause();
  page.send('comm_msg', {
    comm_id: button,
    data: { method: 'custom', content: { event: 'click' } },
  });
  await expect
    .poll(() => linesOf(server), { timeout: 30_000 })
    .toContainEqual(expect.stringContaining('does not keep up'));
  page.close('lost');

  const back = await visitor.connect(session.kernel.id);
  await back.settled();
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
});

test('an invalid websocket frame ends that websocket alone', async () => {
  const server = await startServer(ECHO);
  const visitor = new Visitor(server.url);
  const { session } = await visitor.open('echo.ipynb');
  for (const kernelId of [session.kernel.id, 'no-such-kernel']) {
    const { hostname, port, origin } = new URL(server.url);
    const socket = createConnection(Number(port), hostname);
    socket.on('error', () => {});
    socket.write(
      [
        `GET /api/kernels/${kernelId}/channels HTTP/1.1`,
        `Host: ${hostname}:${port}`,
        `Origin: ${origin}`,
        `Cookie: ${visitor.cookie}`,
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
        `Sec-WebSocket-Protocol: ${WEBSOCKET_PROTOCOL}`,
        '\r\n',
      ].join('\r\n'),
    );
    // What it says before is not of interest, only that it ends.
    socket.resume();
    socket.write(new Uint8Array(5).fill(255));
    await new Promise((resolve) => socket.once('close', resolve));
  }

  expect((await visitor.fetch('/healthz')).status).toBe(200);
});

test('a page that is loaded again and again has its widgets each time', async () => {
  const { url } = await startServer(ECHO);
  const visitor = new Visitor(url);
  const { session } = await visitor.open('echo.ipynb');
  for (let load = 0; load < 210; load++) {
    const page = await visitor.connect(session.kernel.id);
    expect(Object.keys(await page.requestStates()).length, `load ${load}`).toBeGreaterThan(0);
    page.close('left');
  }
});

test('a page that says nothing that passes is shut out', async () => {
  const { url } = await startServer(ECHO);
  const { page } = await new Visitor(url).open('echo.ipynb');
  for (let count = 0; count < 1500; count++) page.send('execute_request', { code: '1' });
  expect(await page.closed).toBe(1008);
});
