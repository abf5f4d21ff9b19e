import { KernelMessage } from '@jupyterlab/services';
import { deserialize, serialize } from '@jupyterlab/services/lib/kernel/serialize.js';
import { expect, test } from 'vitest';
import { splitBatch } from '../../../src/protocol/frame-batch.js';
import {
  decodeFrame,
  encodeFrame,
  openFrame,
  WEBSOCKET_PROTOCOL,
} from '../../../src/protocol/framing.js';
import { createMessage } from '../../../src/protocol/messages.js';

const commMessage = (buffers: Uint8Array[] = []) =>
  createMessage(
    'comm_msg',
    { comm_id: 'c1', data: { method: 'update', state: { value: 'Bär 🐻' } } },
    { channel: 'shell', session: 's', buffers },
  );

const arrayBuffer = (bytes: Uint8Array): ArrayBuffer => {
  const copy = new Uint8Array(bytes);
  return copy.buffer;
};

test('speaks the subprotocol that JupyterLab names', () => {
  expect(WEBSOCKET_PROTOCOL).toBe(
    KernelMessage.supportedKernelWebSocketProtocols.v1KernelWebsocketJupyterOrg,
  );
});

test('a frame of ours is read by JupyterLab’s own code, buffers included', () => {
  const message = commMessage([new Uint8Array([1, 2, 3]), new Uint8Array()]);
  const read = deserialize(arrayBuffer(encodeFrame(message)), WEBSOCKET_PROTOCOL);
  expect(read.header).toEqual(message.header);
  expect(read.content).toEqual(message.content);
  expect(read.buffers?.map((buffer) => buffer.byteLength)).toEqual([3, 0]);
});

test('a frame of JupyterLab’s is read by ours, buffers included', () => {
  const message = commMessage([new Uint8Array([9, 8, 7])]);
  const frame = new Uint8Array(serialize(message, WEBSOCKET_PROTOCOL) as ArrayBuffer);
  const read = decodeFrame(frame);
  expect(read).toMatchObject({
    channel: 'shell',
    header: message.header,
    parent_header: {},
    metadata: {},
    content: message.content,
  });
  const [buffer] = read.buffers ?? [];
  expect(new Uint8Array((buffer as DataView).buffer.slice(-3))).toEqual(new Uint8Array([9, 8, 7]));
});

test('frames that follow each other are told apart', () => {
  const frames = [[], [new Uint8Array([1, 2])], [new Uint8Array()]].map((buffers) =>
    encodeFrame(commMessage(buffers)),
  );
  expect(splitBatch(Buffer.concat(frames)).map((frame) => Buffer.from(frame))).toEqual(
    frames.map((frame) => Buffer.from(frame)),
  );
  expect(splitBatch(new Uint8Array())).toEqual([]);
  for (let length = 1; length < (frames[0]?.byteLength ?? 0); length += 1) {
    expect(() => splitBatch(Buffer.concat(frames).subarray(0, -length))).toThrow(RangeError);
  }
});

test('a frame is read at any offset of a larger buffer', () => {
  const frame = encodeFrame(commMessage([new Uint8Array([5])]));
  const larger = new Uint8Array(frame.byteLength + 7);
  larger.set(frame, 3);
  const view = larger.subarray(3, 3 + frame.byteLength);
  const [buffer] = decodeFrame(view).buffers ?? [];
  expect((buffer as DataView).getUint8(0)).toBe(5);
});

test('a relay sees the header without the content being parsed', () => {
  const frame = encodeFrame(commMessage());
  const view = openFrame(frame);
  expect(view.channel).toBe('shell');
  expect(view.header.msg_type).toBe('comm_msg');
  expect(view.bytes).toBe(frame);
  expect(view.content()).toMatchObject({ comm_id: 'c1' });
});

const withOffset = (index: number, value: bigint): Uint8Array => {
  const frame = encodeFrame(commMessage([new Uint8Array(4)]));
  new DataView(frame.buffer).setBigUint64(8 * index, value, true);
  return frame;
};

const withHeader = (header: Record<string, string>) => ({
  ...commMessage(),
  header: { ...commMessage().header, ...header },
});

test.each([
  ['nothing', new Uint8Array()],
  ['less than a count', new Uint8Array(7)],
  ['a count of zero', new Uint8Array(64)],
  ['a count larger than the frame', withOffset(0, 1n << 60n)],
  ['a first offset inside the offset table', withOffset(1, 0n)],
  ['an offset past the end', withOffset(6, 1n << 40n)],
  ['offsets that go backwards', withOffset(3, 70n)],
  ['noise', new Uint8Array(512).fill(0xff)],
  ['a header far longer than any', encodeFrame(withHeader({ username: 'x'.repeat(70_000) }))],
  ['thousands of buffers', encodeFrame(commMessage(Array(5000).fill(new Uint8Array())))],
])('refuses %s', (_name, frame) => {
  expect(() => openFrame(frame)).toThrowError(
    expect.objectContaining({ code: 'MALFORMED_MESSAGE' }),
  );
});

const frameOf = (parts: string[]): Uint8Array => {
  const encoded = parts.map((part) => new TextEncoder().encode(part));
  let position = 8 * (encoded.length + 2);
  const bytes = new Uint8Array(encoded.reduce((sum, part) => sum + part.length, position));
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(encoded.length + 1), true);
  encoded.forEach((part, index) => {
    view.setBigUint64(8 * (index + 1), BigInt(position), true);
    bytes.set(part, position);
    position += part.length;
  });
  view.setBigUint64(8 * (encoded.length + 1), BigInt(position), true);
  return bytes;
};

const header = '{"msg_id":"m","msg_type":"comm_msg"}';

test.each([
  ['a header that is not JSON', ['shell', '{', '{}', '{}', '{}']],
  ['a header without a type', ['shell', '{"msg_id":"m"}', '{}', '{}', '{}']],
  ['a header that is an array', ['shell', '[]', '{}', '{}', '{}']],
  ['content that is a string', ['shell', header, '{}', '{}', '"x"']],
  ['metadata that is null', ['shell', header, '{}', 'null', '{}']],
])('refuses %s', (_name, parts) => {
  expect(() => decodeFrame(frameOf(parts))).toThrowError(
    expect.objectContaining({ code: 'MALFORMED_MESSAGE' }),
  );
});

test('a header that claims a prototype changes no prototype', () => {
  const view = openFrame(
    frameOf(['shell', '{"msg_id":"m","msg_type":"x","__proto__":{"hacked":1}}', '{}', '{}', '{}']),
  );
  expect(view.header.msg_type).toBe('x');
  expect(({} as Record<string, unknown>).hacked).toBeUndefined();
});
