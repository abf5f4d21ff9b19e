import { expect, test } from 'vitest';
import {
  type AnyMessage,
  createMessage,
  type MessageHeader,
} from '../../../../src/protocol/messages.js';
import { createUuid } from '../../../../src/protocol/uuid.js';
import type { MessageContext } from '../../../../src/runtime/kernel/core/context.js';
import { InputRequests } from '../../../../src/runtime/kernel/core/input-requests.js';

function createContext(allowStdin: boolean): MessageContext & { asked: AnyMessage[] } {
  const asked: AnyMessage[] = [];
  const { header } = createMessage('execute_request', {}, { channel: 'shell', session: 'client' });
  return {
    parent: header,
    origin: { send: (message) => asked.push(message) },
    cellId: 'a',
    allowStdin,
    asked,
  };
}

function reply(value: unknown, parent?: MessageHeader): AnyMessage {
  return createMessage(
    'input_reply',
    { status: 'ok', value },
    { channel: 'stdin', session: 'client', parent },
  );
}

test('asks on stdin and gives each answer to the question that it names', async () => {
  const inputs = new InputRequests('kernel', createUuid, false);
  const context = createContext(true);

  const answers = Promise.all([inputs.ask('first?', context), inputs.ask('second?', context)]);
  inputs.receive(reply('2', context.asked[1]?.header));
  inputs.receive(reply(7));
  inputs.receive(reply('1'));

  expect(context.asked[0]).toMatchObject({
    channel: 'stdin',
    header: { msg_type: 'input_request' },
    parent_header: context.parent,
    content: { prompt: 'first?', password: false },
  });
  expect(await answers).toEqual(['1', '2']);
});

test('an answer that no one waits for is left out', () => {
  expect(() => new InputRequests('kernel', createUuid, false).receive(reply('?'))).not.toThrow();
});

test('says why no one can answer', async () => {
  await expect(
    new InputRequests('kernel', createUuid, true).ask('?', createContext(true)),
  ).rejects.toThrow('use a widget');
  await expect(
    new InputRequests('kernel', createUuid, false).ask('?', createContext(false)),
  ).rejects.toThrow('does not take input');
});
