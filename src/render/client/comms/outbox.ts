import type { KernelMessage } from '../../../protocol/messages.js';

type Message = KernelMessage.IShellMessage;

/** A part of what is to be said, in its order; while it is kept, what comes after it waits. */
interface Place {
  messages: Message[];
  isKept: boolean;
}

/**
 * What the page has to say to its kernel, in order, kept until the kernel has shown that it has it. Nothing is lost with
 * a connection: the next one carries all that is still here, under the same msg_ids, and the server passes each on once.
 * @see REMEMBERED_MESSAGES
 */
export class Outbox {
  readonly #messages = new Map<string, Message>();
  #send: ((message: Message) => void) | undefined;
  readonly #line: Place[] = [];
  #place: Place | undefined;

  post(message: Message): void {
    if (this.#place) this.#place.messages.push(message);
    else if (this.#line.length > 0) this.#line.push({ messages: [message], isKept: false });
    else this.#commit(message);
  }

  /**
   * Keeps a place in the order for what takes time to prepare, such as a file to be read: what the visitor does meanwhile
   * goes after what `post` then posts.
   */
  async postWhenReady<T>(ready: Promise<T>, post: (value: T) => void): Promise<void> {
    const place = { messages: [], isKept: true };
    this.#line.push(place);
    try {
      const value = await ready;
      this.#place = place;
      post(value);
    } finally {
      this.#place = undefined;
      place.isKept = false;
      while (this.#line[0]?.isKept === false) this.#line.shift()?.messages.forEach(this.#commit);
    }
  }

  /** The kernel has it. */
  acknowledge(messageId: string): void {
    this.#messages.delete(messageId);
  }

  /** It is still here. */
  has(messageId: string): boolean {
    return this.#messages.has(messageId);
  }

  /** From now on messages leave at once, those that wait first. */
  open(send: (message: Message) => void): void {
    this.#send = send;
    for (const message of this.#messages.values()) send(message);
  }

  /** From now on messages wait. */
  shut(): void {
    this.#send = undefined;
  }

  /** Takes everything out. */
  drain(): Message[] {
    const messages = [...this.#messages.values()];
    this.#messages.clear();
    return messages;
  }

  readonly #commit = (message: Message): void => {
    this.#messages.set(message.header.msg_id, message);
    this.#send?.(message);
  };
}
