import type { ICallbacks } from '@jupyter-widgets/base';
import { createMessage, type KernelMessage } from '../../../protocol/messages.js';

type IopubMessage = KernelMessage.IIOPubMessage;

/** Messages whose late output still finds its place: a handler may print long after its kernel was idle again. */
const REMEMBERED = 500;

interface Entry {
  callbacks: ICallbacks;
  idle: boolean;
}

/** Brings what the kernel says about a message to whoever sent it. */
export class Replies {
  readonly #entries = new Map<string, Entry>();

  expect(messageId: string, callbacks: ICallbacks): void {
    this.#entries.set(messageId, { callbacks, idle: false });
    for (const [id, { idle }] of this.#entries) {
      if (this.#entries.size <= REMEMBERED) break;
      if (idle) this.#entries.delete(id);
    }
  }

  /** @returns false when nobody waits for it */
  accept(parentId: string, message: IopubMessage): boolean {
    const entry = this.#entries.get(parentId);
    if (!entry) return false;
    const { iopub } = entry.callbacks;
    switch (message.header.msg_type) {
      case 'status':
        if (isIdle(message)) this.#finish(entry, message);
        return true;
      case 'clear_output':
        iopub?.clear_output?.(message);
        return iopub?.clear_output !== undefined;
      case 'stream':
      case 'display_data':
      case 'execute_result':
      case 'error':
        iopub?.output?.(message);
        return iopub?.output !== undefined;
      default:
        return false;
    }
  }

  /**
   * Marks this moment; the function lets whoever still waits for the kernel's idle about an earlier message go on, since
   * it was said while nobody listened, or never will be.
   */
  markSent(): () => void {
    const waiting = [...this.#entries.values()].filter(({ idle }) => !idle);
    return () => {
      const idle = createMessage(
        'status',
        { execution_state: 'idle' },
        { channel: 'iopub', session: '' },
      );
      for (const entry of waiting) this.#finish(entry, idle as IopubMessage);
    };
  }

  #finish(entry: Entry, message: IopubMessage): void {
    if (entry.idle) return;
    entry.idle = true;
    entry.callbacks.iopub?.status?.(message);
  }
}

function isIdle({ content }: IopubMessage): boolean {
  return 'execution_state' in content && content.execution_state === 'idle';
}
