import { expect, test } from 'vitest';
import { createMessage, type KernelMessage } from '../../../src/protocol/messages.js';
import { Outbox } from '../../../src/render/client/comms/outbox.js';

type Message = KernelMessage.IShellMessage;

function message(name: string): Message {
  const made = createMessage('comm_msg', { name }, { channel: 'shell', session: 's' }) as Message;
  return { ...made, header: { ...made.header, msg_id: name } };
}
function connect(outbox: Outbox): string[] {
  const sent: string[] = [];
  outbox.open(({ header }) => sent.push(header.msg_id));
  return sent;
}

test('what is posted before there is a connection leaves with it, in order', () => {
  const outbox = new Outbox();
  outbox.post(message('a'));
  outbox.post(message('b'));
  const sent = connect(outbox);
  outbox.post(message('c'));
  expect(sent).toEqual(['a', 'b', 'c']);
});

test('what was not acknowledged leaves again with the next connection', () => {
  const outbox = new Outbox();
  connect(outbox);
  outbox.post(message('a'));
  outbox.post(message('b'));
  outbox.acknowledge('a');
  outbox.shut();
  outbox.post(message('c'));
  expect(connect(outbox)).toEqual(['b', 'c']);
});

test('what is done while a file is read goes after the file', async () => {
  const outbox = new Outbox();
  const sent = connect(outbox);
  let finish = (_: string) => {};
  const read = new Promise<string>((resolve) => {
    finish = resolve;
  });
  const posted = outbox.postWhenReady(read, (name) => outbox.post(message(name)));
  outbox.post(message('click'));
  expect(sent).toEqual([]);
  finish('file');
  await posted;
  expect(sent).toEqual(['file', 'click']);
});

test('two files that are read at once keep the order in which they were chosen', async () => {
  const outbox = new Outbox();
  const sent = connect(outbox);
  let finish = (_: string) => {};
  const slow = new Promise<string>((resolve) => {
    finish = resolve;
  });
  const first = outbox.postWhenReady(slow, (name) => outbox.post(message(name)));
  const second = outbox.postWhenReady(Promise.resolve('second'), (name) =>
    outbox.post(message(name)),
  );
  outbox.post(message('click'));
  await second;
  finish('first');
  await first;
  expect(sent).toEqual(['first', 'second', 'click']);
});

test('a file that cannot be read holds nothing up', async () => {
  const outbox = new Outbox();
  const sent = connect(outbox);
  const posted = outbox.postWhenReady(Promise.reject(new Error('gone')), () => {});
  outbox.post(message('click'));
  await expect(posted).rejects.toThrow('gone');
  expect(sent).toEqual(['click']);
});
