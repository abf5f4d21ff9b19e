import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { createMessage } from '../../../../src/protocol/messages.js';
import {
  fromWireMessage,
  Signer,
  toWireMessage,
} from '../../../../src/runtime/kernel/zeromq/wire.js';

const KEY = 'a0436f6c-1916-498b-8eb9-e81ab9368e84';
const IDENTITY = Buffer.from('front-end');
const MESSAGE = createMessage(
  'comm_msg',
  { comm_id: 'c', data: { ü: 1 } },
  { channel: 'shell', session: 's', metadata: { m: 1 }, buffers: [Buffer.from([0, 255, 10])] },
);

function signed(key = KEY): Buffer[] {
  return new Signer(key, 'sha256')
    .sign(toWireMessage(MESSAGE, [IDENTITY]))
    .map((frame) => Buffer.from(frame));
}

test('a message is identities, delimiter, signature, four parts of JSON, then its buffers as bytes', () => {
  const [identity, delimiter, signature, ...parts] = signed();
  const hmac = createHmac('sha256', KEY);
  for (const part of parts.slice(0, 4)) hmac.update(part);

  expect(identity).toEqual(IDENTITY);
  expect(String(delimiter)).toBe('<IDS|MSG>');
  expect(String(signature)).toBe(hmac.digest('hex'));
  expect(parts.slice(0, 4).map((part) => JSON.parse(String(part)))).toEqual([
    MESSAGE.header,
    {},
    { m: 1 },
    { comm_id: 'c', data: { ü: 1 } },
  ]);
  expect(parts[4]).toEqual(Buffer.from([0, 255, 10]));
});

test('what was signed is read back, with a view of each buffer', () => {
  const wire = new Signer(KEY, 'sha256').verify(signed(), 'shell');
  const { buffers = [], ...message } = fromWireMessage(wire);

  expect(wire.identities).toEqual([IDENTITY]);
  expect(message).toMatchObject({
    channel: 'shell',
    header: MESSAGE.header,
    content: MESSAGE.content,
  });
  expect(
    buffers.map((view) =>
      Buffer.from(
        new Uint8Array(Object(view).buffer, Object(view).byteOffset, Object(view).byteLength),
      ),
    ),
  ).toEqual([Buffer.from([0, 255, 10])]);
});

test('without a key nothing is signed, and an empty signature is right', () => {
  const frames = signed('');
  expect(String(frames[2])).toBe('');
  expect(() => new Signer('', 'sha256').verify(frames, 'shell')).not.toThrow();
});

test.each([
  [
    'another key',
    (frames: Buffer[]) => signed('other').slice(0, 3).concat(frames.slice(3)),
    'its signature is wrong',
  ],
  ['no signature', (frames: Buffer[]) => frames.with(2, Buffer.alloc(0)), 'its signature is wrong'],
  [
    'a changed content',
    (frames: Buffer[]) => frames.with(6, Buffer.from('{}')),
    'its signature is wrong',
  ],
  ['no delimiter', (frames: Buffer[]) => frames.toSpliced(1, 1), 'no <IDS|MSG> delimiter'],
  ['three parts', (frames: Buffer[]) => frames.slice(0, 6), 'parts of it are missing'],
  ['nothing at all', () => [], 'no <IDS|MSG> delimiter'],
])('refuses a message with %s', (_, change, words) => {
  expect(() => new Signer(KEY, 'sha256').verify(change(signed()), 'shell')).toThrow(words);
});

test.each([
  ['a header that is a list', ['[]', '{}', '{}', '{}'], 'no JSON object'],
  ['content that is no JSON', ['{"msg_type":"a","msg_id":"b"}', '{}', '{}', '{'], 'JSON'],
  ['a header without a type', ['{"msg_id":"b"}', '{}', '{}', '{}'], 'no msg_type or msg_id'],
])('says what is wrong with %s', (_, texts, words) => {
  const parts = texts.map((text) => Buffer.from(text));
  expect(() => fromWireMessage({ channel: 'shell', identities: [], parts })).toThrow(words);
});
