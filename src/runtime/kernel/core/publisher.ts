import { type AnyMessage, createMessage } from '../../../protocol/messages.js';
import type { MessageContext } from './context.js';
import { StreamBuffer, type StreamName } from './stream-buffer.js';

export interface PublisherOptions {
  session: string;
  /** An id for each message that leaves. */
  nextMessageId: () => string;
  /** Every front end reads what goes in here. */
  iopub: (message: AnyMessage) => void;
  defer: (task: () => void) => void;
}

export interface MessageExtras {
  metadata?: Record<string, unknown>;
  buffers?: readonly Uint8Array[];
}

/** Everything that the kernel says leaves through here, in the order in which it was said. */
export class Publisher {
  readonly #options: PublisherOptions;
  readonly #streams: StreamBuffer;
  /** Outputs of a request that wait for one whose value is still being rendered. */
  readonly #waiting = new Map<MessageContext, Promise<void>>();

  constructor(options: PublisherOptions) {
    this.#options = options;
    this.#streams = new StreamBuffer((name, text, context) => {
      this.#inOrder(context, () => this.#post('stream', { name, text }, context));
    }, options.defer);
  }

  stream(name: StreamName, text: string, context: MessageContext): void {
    this.#streams.write(name, text, context);
  }

  /** An output: keeps its place among the other outputs of its request. */
  output(msgType: string, content: object, context: MessageContext): void {
    this.#streams.flush();
    this.#inOrder(context, () => this.#post(msgType, content, context));
  }

  /** An output that is still being made; what its request outputs later waits for it. `make` must not reject. */
  outputLater(msgType: string, make: Promise<object>, context: MessageContext): void {
    this.#streams.flush();
    const before = this.#waiting.get(context);
    const sent = (async () => {
      const content = await make;
      await before;
      this.#post(msgType, content, context);
    })();
    this.#wait(context, sent);
  }

  /** Anything that is no output: a comm's message or a status. It never waits. */
  publish(
    msgType: string,
    content: object,
    context: MessageContext,
    extras: MessageExtras = {},
  ): void {
    this.#streams.flush();
    this.#post(msgType, content, context, extras);
  }

  reply(msgType: string, content: object, context: MessageContext, channel: 'shell' | 'control') {
    this.#streams.flush();
    const { session, nextMessageId } = this.#options;
    const id = nextMessageId();
    context.origin.send(
      createMessage(msgType, content, { channel, session, id, parent: context.parent }),
    );
  }

  /** Resolves when all outputs of the request have left. */
  async settled(context: MessageContext): Promise<void> {
    this.#streams.flush();
    let waiting = this.#waiting.get(context);
    while (waiting) {
      await waiting;
      waiting = this.#waiting.get(context);
    }
  }

  flush(): void {
    this.#streams.flush();
  }

  #inOrder(context: MessageContext, post: () => void): void {
    const before = this.#waiting.get(context);
    if (before) this.#wait(context, before.then(post));
    else post();
  }

  #wait(context: MessageContext, sent: Promise<void>): void {
    const last = sent.then(() => {
      if (this.#waiting.get(context) === last) this.#waiting.delete(context);
    });
    this.#waiting.set(context, last);
  }

  #post(
    msgType: string,
    content: object,
    context: MessageContext,
    { metadata, buffers }: MessageExtras = {},
  ): void {
    const { cellId } = context;
    const { session, nextMessageId, iopub } = this.#options;
    iopub(
      createMessage(msgType, content, {
        channel: 'iopub',
        session,
        id: nextMessageId(),
        parent: context.parent,
        // What a cell's timer prints long after finds its cell by this, on a page that did not execute it.
        metadata: { ...(cellId !== undefined && { cellId }), ...metadata },
        ...(buffers && { buffers: [...buffers] }),
      }),
    );
  }
}
