import { Worker } from 'node:worker_threads';
import type { AnyMessage } from '../../../protocol/messages.js';
import type { FromIoThread, IoThreadStart, ToIoThread } from './io-thread.js';
import { fromWireMessage, toWireMessage } from './wire.js';

/** Whoever sent a message: answers go back to it alone. */
export interface ZeromqPeer {
  send(message: AnyMessage): void;
}

export interface ZeromqHandlers {
  onMessage: (message: AnyMessage, peer: ZeromqPeer) => void;
  /** A message was dropped: not understood, wrongly signed, or not to be sent. */
  onDropped: (reason: string) => void;
}

/** A kernel's five sockets. */
export interface ZeromqChannel {
  publish(message: AnyMessage): void;
  /** Resolves when what was sent has left and the sockets are closed. */
  close(): Promise<void>;
}

/** Resolves once all sockets listen; rejects when one of them cannot. */
export async function openZeromqChannel(
  start: IoThreadStart,
  { onMessage, onDropped }: ZeromqHandlers,
): Promise<ZeromqChannel> {
  const thread = new Worker(new URL('./io-thread.js', import.meta.url), { workerData: start });
  const say = (message: ToIoThread) => thread.postMessage(message);
  const send = (message: AnyMessage, identities: readonly Uint8Array[]) =>
    say({ type: 'send', message: toWireMessage(message, identities) });

  await new Promise<void>((resolve, reject) => {
    thread.once('error', reject);
    thread.on('message', (said: FromIoThread) => {
      if (said.type === 'listening') resolve();
      else if (said.type === 'alive') say({ type: 'alive' });
      else if (said.type === 'dropped') onDropped(`A message on ${said.channel}: ${said.reason}.`);
      else {
        const { identities } = said.message;
        try {
          onMessage(fromWireMessage(said.message), {
            send: (message) => send(message, identities),
          });
        } catch (error) {
          onDropped(`A message on ${said.message.channel}: ${(error as Error).message}.`);
        }
      }
    });
  });

  return {
    publish: (message) => send(message, [Buffer.from(message.header.msg_type)]),
    close: () =>
      new Promise((resolve) => {
        thread.once('exit', () => resolve());
        say({ type: 'close' });
      }),
  };
}
