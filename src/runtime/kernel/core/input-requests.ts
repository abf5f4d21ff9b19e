import type { AnyMessage } from '../../../protocol/messages.js';
import { createMessage } from '../../../protocol/messages.js';
import type { MessageContext } from './context.js';
import { isRecord } from './message-content.js';

/** Asks whoever runs a cell for a line of text. @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#messages-on-the-stdin-router-dealer-channel */
export class InputRequests {
  readonly #session: string;
  readonly #nextMessageId: () => string;
  readonly #published: boolean;
  readonly #waiting = new Map<string, (value: string) => void>();

  constructor(session: string, nextMessageId: () => string, published: boolean) {
    this.#session = session;
    this.#nextMessageId = nextMessageId;
    this.#published = published;
  }

  /** @throws Error in a published kernel, and when the front end takes no input */
  async ask(prompt: string, context: MessageContext): Promise<string> {
    if (this.#published) {
      throw new Error('A published notebook cannot ask for input: use a widget, such as Text.');
    }
    if (!context.allowStdin) throw new Error('This front end does not take input.');
    const request = createMessage(
      'input_request',
      { prompt, password: false },
      {
        channel: 'stdin',
        session: this.#session,
        id: this.#nextMessageId(),
        parent: context.parent,
      },
    );
    return new Promise((resolve) => {
      this.#waiting.set(request.header.msg_id, resolve);
      context.origin.send(request);
    });
  }

  /** Takes an `input_reply`: for the request that it names, else for the one that waits longest. */
  receive({ content, parent_header }: AnyMessage): void {
    const named = 'msg_id' in parent_header ? parent_header.msg_id : undefined;
    const id =
      named !== undefined && this.#waiting.has(named) ? named : this.#waiting.keys().next().value;
    const fields: unknown = content;
    const value = isRecord(fields) ? fields.value : undefined;
    if (id === undefined || typeof value !== 'string') return;
    this.#waiting.get(id)?.(value);
    this.#waiting.delete(id);
  }
}
