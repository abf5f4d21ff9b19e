import type { KernelMessage } from '../../../protocol/messages.js';

type Message = KernelMessage.IShellMessage;

/**
 * What the page has to say to its kernel, in order, kept until the kernel has shown that it has it. Nothing is lost with
 * a connection: the next one carries all that is still here, under the same msg_ids, and the server passes each on once.
 * @see REMEMBERED_MESSAGES
 */
export class Outbox {
  readonly #messages = new Map<string, Message>();
  #send: ((message: Message) => void) | undefined;

  post(message: Message): void {
    this.#messages.set(message.header.msg_id, message);
    this.#send?.(message);
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
}
