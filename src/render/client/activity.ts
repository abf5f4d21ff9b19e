import type { AnyMessage, KernelMessage } from '../../protocol/messages.js';
import type { StatusLine } from './status-line.js';

/** Nothing is said of work that is done before anybody would wonder. */
const UNNOTICED = 700;
const LARGE = 256 * 1024;
const POLL = 250;

export interface ActivityOptions {
  status: StatusLine;
  /** Bytes that were sent and are still on this machine. */
  bufferedBytes(): number;
  /** The kernel has not shown yet that it has a message. */
  isWaiting(messageId: string): boolean;
}

/** Says in words that a large file is on its way, and that the notebook works on what the visitor did. */
export class Activity {
  readonly #options: ActivityOptions;
  readonly #busy = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #run: string | undefined;
  #upload: { id: string; bytes: number; name: string } | undefined;

  constructor(options: ActivityOptions) {
    this.#options = options;
  }

  /** The page sends something. */
  sent(message: KernelMessage.IShellMessage): void {
    const bytes = (message.buffers ?? []).reduce((sum, { byteLength }) => sum + byteLength, 0);
    if (bytes < LARGE) return;
    this.#upload = { id: message.header.msg_id, bytes, name: uploadName(message) };
    this.#schedule();
  }

  /** How far the kernel is that runs the notebook for this page, in words; undefined when that is done. */
  running(message: string | undefined): void {
    this.#run = message;
    this.#schedule();
  }

  /** The kernel says that it is busy with a message, or no more. */
  received({ header, parent_header: parent, content }: AnyMessage): void {
    if (header.msg_type !== 'status' || !('msg_id' in parent)) return;
    if (!('execution_state' in content)) return;
    if (content.execution_state === 'busy') this.#busy.add(parent.msg_id);
    else this.#busy.delete(parent.msg_id);
    this.#schedule();
  }

  /** There is no kernel to be busy. */
  reset(): void {
    this.#busy.clear();
    this.#run = undefined;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#words() === undefined) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#options.status.progress(undefined);
      return;
    }
    this.#timer ??= setTimeout(() => this.#tick(), UNNOTICED);
  }

  #tick(): void {
    const words = this.#words();
    this.#options.status.progress(words);
    this.#timer = words === undefined ? undefined : setTimeout(() => this.#tick(), POLL);
  }

  #words(): string | undefined {
    if (this.#upload && !this.#options.isWaiting(this.#upload.id)) this.#upload = undefined;
    if (this.#upload) {
      const { bytes, name } = this.#upload;
      const left = Math.min(bytes, this.#options.bufferedBytes());
      return left > 0
        ? `Sending ${name}: ${Math.round(100 - (100 * left) / bytes)} %`
        : `Sending ${name}…`;
    }
    if (this.#run !== undefined) return this.#run;
    return this.#busy.size > 0 ? 'Working…' : undefined;
  }
}

function uploadName({ content }: KernelMessage.IShellMessage): string {
  const state = member(member(content, 'data'), 'state');
  const name = member(member(member(state, 'value'), '0'), 'name');
  return typeof name === 'string' ? name : 'your data';
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
