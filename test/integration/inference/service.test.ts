import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import { pipeline } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { MOST_TOGETHER } from '../../../src/protocol/inference.js';
import { InferenceClient } from '../../../src/runtime/inference/client.js';
import { encodePacket } from '../../../src/runtime/inference/packets.js';
import { makeFolder } from '../../helpers/folder.js';
import { solidPng } from '../../helpers/images.js';
import { BEARS, NOTEBOOKS, photo, startInference } from '../../helpers/start-inference.js';
import { inspectThreads } from '../../helpers/thread-inspector.js';

async function classify(client: InferenceClient, image: Uint8Array) {
  const call = { method: 'classify', params: { path: BEARS, top: 1 } } as const;
  return (await client.call(call, image)).result[0]?.label;
}

/** A picture that takes a while to decode: 48 million pixels in a small file. */
const SLOW = solidPng(8000, 6000);

/** Connects as something other than a kernel, writes, waits for the end; returns how many bytes were answered. */
async function closedAfter(socketPath: string, chunks: readonly Uint8Array[]): Promise<number> {
  const socket = connect(socketPath);
  let answered = 0;
  socket.on('data', (chunk) => {
    answered += chunk.byteLength;
  });
  // The service may close while this is still writing.
  socket.on('error', () => {});
  for (const chunk of chunks) socket.write(chunk);
  await once(socket, 'close');
  return answered;
}

/** Stands between a client and the service, and counts the bytes that the client sends. */
async function countSent(socketPath: string): Promise<{ relay: string; sent: () => number }> {
  const relay = path.join(await makeFolder(), 'relay.sock');
  let count = 0;
  const server = createServer((socket) => {
    socket.on('data', (chunk) => {
      count += chunk.byteLength;
    });
    const service = connect(socketPath);
    // At the test's end the service is killed.
    pipeline(socket, service, socket, () => {});
  });
  server.listen(relay);
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { relay, sent: () => count };
}

test('two kernels at once get their own answers from one loaded model', async () => {
  const service = await startInference({ execArgv: ['--inspect=127.0.0.1:0'] });
  const [one, other] = [service.connect(), service.connect()];
  const [bear, zebra] = [await photo('european-bear.png'), await photo('zebra.png')];
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => [classify(one, bear), classify(other, zebra)]).flat(),
  );
  expect(answers).toEqual(Array.from({ length: 10 }, () => ['brown bear', 'zebra']).flat());
  expect((await inspectThreads(service.stderr())).count).toBe(1);
});

test('what is asked of a photo at once sends it once, and each call gets its own answer', async () => {
  const { address } = await startInference();
  const { relay, sent } = await countSent(address.socketPath);
  const client = new InferenceClient(() => ({
    cwd: NOTEBOOKS,
    address: async () => ({ ...address, socketPath: relay }),
    usesFiles: () => {},
  }));
  const [bear, zebra] = [await photo('european-bear.png'), await photo('zebra.png')];
  const thumbnail = (image: Uint8Array, size: number) =>
    client.call({ method: 'thumbnail', params: { size } }, image);

  const [label, small, other, tiny] = await Promise.all([
    classify(client, bear),
    thumbnail(bear.subarray(), 64),
    classify(client, zebra),
    thumbnail(bear, 8),
  ]);
  expect([label, small.result.width, other, tiny.result.width]).toEqual([
    ...['brown bear', 64, 'zebra', 8],
  ]);
  // The bear again after the zebra: it is the one that was asked for last that is not sent a second time.
  const photos = 2 * bear.byteLength + zebra.byteLength;
  expect(sent()).toBeGreaterThan(photos);
  expect(sent()).toBeLessThan(photos + 1000);

  const sizes = Array.from({ length: 100 }, (_, index) => index + 1);
  const before = sent();
  const many = await Promise.all(sizes.map((size) => thumbnail(zebra, size)));
  expect(many.map(({ result }) => result.width)).toEqual(sizes);
  const packets = Math.ceil(sizes.length / MOST_TOGETHER);
  expect(Math.floor((sent() - before) / zebra.byteLength)).toBe(packets);
});

test('the socket is its owner’s alone, and goes with the starter', async () => {
  const { address, disconnect, exited } = await startInference();
  expect((await stat(address.socketPath)).mode & 0o777).toBe(0o600);
  disconnect();
  await exited;
  expect(existsSync(address.socketPath)).toBe(false);
});

test('a service in the middle of its work ends with its starter too', async () => {
  const service = await startInference();
  const client = service.connect();
  expect(await classify(client, await photo('zebra.png'))).toBe('zebra');
  const failing = expect(classify(client, SLOW)).rejects.toThrow('ended before it answered');
  service.disconnect();
  await failing;
  await service.exited;
});

test('a connection without the secret gets nothing but its end', async () => {
  const service = await startInference({ limits: { hello: 500 } });
  const { socketPath, secret } = service.address;
  const load = encodePacket([{ id: 1, method: 'load', params: { path: BEARS } }]);
  const strangers = [
    [...encodePacket({ secret: 'a guess', cwd: NOTEBOOKS }), ...load],
    [...encodePacket({ secret: `${secret} `, cwd: NOTEBOOKS }), ...load],
    [...encodePacket({ cwd: NOTEBOOKS }), ...load],
    load,
    [new TextEncoder().encode('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')],
    [], // It says nothing.
  ];
  for (const chunks of strangers) expect(await closedAfter(socketPath, chunks)).toBe(0);
  expect(await classify(service.connect(), await photo('zebra.png'))).toBe('zebra');
});

test('a kernel that sends what is no request loses its connection, and no other one does', async () => {
  const service = await startInference();
  const kernel = service.connect();
  const zebra = await photo('zebra.png');
  expect(await classify(kernel, zebra)).toBe('zebra');
  const hello = encodePacket({ secret: service.address.secret, cwd: NOTEBOOKS });
  for (const request of [
    encodePacket([{ id: 1, method: 'constructor', params: {} }]),
    encodePacket([{ id: 1, method: 'load' }]),
    encodePacket({ id: 1, method: 'load', params: { path: BEARS } }),
    [new Uint8Array(8).fill(255)],
  ]) {
    expect(await closedAfter(service.address.socketPath, [...hello, ...request])).toBe(0);
  }
  expect(await classify(kernel, zebra)).toBe('zebra');
});

test('beyond the limit of the queue the answer is a sentence, and the others are served', async () => {
  const service = await startInference({ limits: { images: 4 } });
  const clients = [service.connect(), service.connect(), service.connect()];
  for (const client of clients) await client.call({ method: 'load', params: { path: BEARS } });
  const calls = clients.flatMap((client) => [classify(client, SLOW), classify(client, SLOW)]);
  const results = await Promise.allSettled(calls);
  const refused = results.filter((result) => result.status === 'rejected');
  expect(refused.map(({ reason }) => reason)).toEqual(
    Array(2).fill(
      expect.objectContaining({
        code: 'INFERENCE_BUSY',
        message: 'Too many pictures at once: 4 are waiting before this one.',
        hint: 'Try again in a moment.',
      }),
    ),
  );
  expect(await classify(service.connect(), await photo('zebra.png'))).toBe('zebra');
});

test('one notebook’s many photos wait for each other, and all are answered', async () => {
  const client = (await startInference({ limits: { images: 8 } })).connect();
  const zebra = await photo('zebra.png');
  const answers = await Promise.all(Array.from({ length: 40 }, () => classify(client, zebra)));
  expect(answers).toEqual(Array(40).fill('zebra'));
});

test('a thread that crashes fails the photo that it had, and is replaced for the next', async () => {
  const service = await startInference({ execArgv: ['--inspect=127.0.0.1:0'] });
  const client = service.connect();
  const zebra = await photo('zebra.png');
  expect(await classify(client, zebra)).toBe('zebra');
  const threads = await inspectThreads(service.stderr());
  expect(threads.count).toBe(1);
  await threads.evaluate(
    `process.getBuiltinModule('node:worker_threads')
      .parentPort.on('message', () => process.exit(3))`,
  );
  await expect(classify(client, zebra)).rejects.toMatchObject({
    code: 'INFERENCE_FAILED',
    message: `${BEARS} stopped working before it answered.`,
    hint: 'Try again: it is loaded anew.',
  });
  expect(await classify(client, zebra)).toBe('zebra');
});

test('when the service is killed the call under way fails in words, and the next one works', async () => {
  let current = await startInference();
  const client = new InferenceClient(() => ({
    cwd: NOTEBOOKS,
    address: async () => current.address,
    usesFiles: () => {},
  }));
  const zebra = await photo('zebra.png');
  expect(await classify(client, zebra)).toBe('zebra');

  const failing = expect(classify(client, SLOW)).rejects.toMatchObject({
    code: 'INFERENCE_FAILED',
    message: 'The model service ended before it answered.',
  });
  current.signal('SIGKILL');
  await failing;
  current = await startInference();
  expect(await classify(client, zebra)).toBe('zebra');
});

test('a service that is started in the place of a killed one is found there', async () => {
  const first = await startInference();
  const client = first.connect();
  const zebra = await photo('zebra.png');
  expect(await classify(client, zebra)).toBe('zebra');
  first.signal('SIGKILL');
  await first.exited;
  expect(existsSync(first.address.socketPath)).toBe(true);
  await startInference({ address: first.address });
  expect(await classify(client, zebra)).toBe('zebra');
});

test('where there is no service the call fails in words, and works once there is one', async () => {
  const first = await startInference();
  first.signal('SIGKILL');
  await first.exited;
  const client = first.connect();
  const zebra = await photo('zebra.png');
  await expect(classify(client, zebra)).rejects.toMatchObject({
    code: 'INFERENCE_FAILED',
    message: 'The model service cannot be reached.',
  });
  await startInference({ address: first.address });
  expect(await classify(client, zebra)).toBe('zebra');
});
