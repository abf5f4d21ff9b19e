import { expect, test } from 'vitest';
import { type AnyMessage, createMessage } from '../../../../src/protocol/messages.js';
import { createUuid } from '../../../../src/protocol/uuid.js';
import type { MessageContext } from '../../../../src/runtime/kernel/core/context.js';
import { Publisher } from '../../../../src/runtime/kernel/core/publisher.js';

function createContext(): MessageContext & { replies: AnyMessage[] } {
  const replies: AnyMessage[] = [];
  const { header } = createMessage('execute_request', {}, { channel: 'shell', session: 'client' });
  return {
    parent: header,
    origin: { send: (message) => replies.push(message) },
    cellId: undefined,
    allowStdin: false,
    replies,
  };
}

/** A publisher whose deferred tasks run when `turn` is called. */
function createPublisher() {
  const sent: AnyMessage[] = [];
  const deferred: (() => void)[] = [];
  const publisher = new Publisher({
    session: 'kernel',
    nextMessageId: createUuid,
    iopub: (message) => sent.push(message),
    defer: (task) => deferred.push(task),
  });
  const contents = () => sent.map(({ header, content }) => [header.msg_type, content]);
  const turn = () => {
    for (const task of deferred.splice(0)) task();
  };
  return { publisher, sent, contents, turn };
}

test('what is printed in one turn of the event loop is one message', () => {
  const { publisher, contents, turn } = createPublisher();
  const context = createContext();

  publisher.stream('stdout', 'a', context);
  publisher.stream('stdout', 'b', context);
  expect(contents()).toEqual([]);
  turn();

  expect(contents()).toEqual([['stream', { name: 'stdout', text: 'ab' }]]);
});

test('streams, requests and other messages keep their order', () => {
  const { publisher, contents, sent, turn } = createPublisher();
  const [first, second] = [createContext(), createContext()];

  publisher.stream('stdout', '1', first);
  publisher.stream('stderr', '2', first);
  publisher.stream('stderr', '3', second);
  publisher.publish('status', { execution_state: 'idle' }, first);
  publisher.stream('stdout', '', first);
  turn();

  expect(contents()).toEqual([
    ['stream', { name: 'stdout', text: '1' }],
    ['stream', { name: 'stderr', text: '2' }],
    ['stream', { name: 'stderr', text: '3' }],
    ['status', { execution_state: 'idle' }],
  ]);
  expect(sent.map(({ parent_header }) => parent_header)).toEqual([
    first.parent,
    first.parent,
    second.parent,
    first.parent,
  ]);
});

test('a long text leaves at once', () => {
  const { publisher, contents } = createPublisher();

  publisher.stream('stdout', 'x'.repeat(40_000), createContext());

  expect(contents()).toHaveLength(1);
});

test('outputs behind one that is still being made wait for it; a comm’s messages and other requests’ outputs do not', async () => {
  const { publisher, contents } = createPublisher();
  const [context, other] = [createContext(), createContext()];
  let finish = (_content: object) => {};
  const slow = new Promise<object>((resolve) => {
    finish = resolve;
  });

  publisher.outputLater('display_data', slow, context);
  publisher.stream('stdout', 'after', context);
  publisher.output('error', { ename: 'E' }, context);
  publisher.publish('comm_msg', { comm_id: 'c' }, context);
  publisher.output('display_data', { of: 'another' }, other);
  const settled = publisher.settled(context);
  finish({ slow: true });
  await settled;

  expect(contents()).toEqual([
    ['comm_msg', { comm_id: 'c' }],
    ['display_data', { of: 'another' }],
    ['display_data', { slow: true }],
    ['stream', { name: 'stdout', text: 'after' }],
    ['error', { ename: 'E' }],
  ]);
});

test('a reply goes to whoever asked, behind what was printed before it', () => {
  const { publisher, sent } = createPublisher();
  const context = createContext();

  publisher.stream('stdout', 'said', context);
  publisher.reply('execute_reply', { status: 'ok' }, context, 'shell');

  expect(sent).toHaveLength(1);
  expect(context.replies).toMatchObject([
    {
      channel: 'shell',
      header: { msg_type: 'execute_reply', session: 'kernel' },
      parent_header: context.parent,
      content: { status: 'ok' },
    },
  ]);
});

test('metadata and buffers go with a message', () => {
  const { publisher, sent } = createPublisher();
  const bytes = new Uint8Array([1, 2]);

  publisher.publish('comm_msg', {}, createContext(), { metadata: { a: 1 }, buffers: [bytes] });

  expect(sent[0]).toMatchObject({ metadata: { a: 1 }, buffers: [bytes] });
});
