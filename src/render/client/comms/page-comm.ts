import type { ICallbacks, IClassicComm } from '@jupyter-widgets/base';
import type { AnyMessage } from '../../../protocol/messages.js';

type Buffers = ArrayBuffer[] | ArrayBufferView[];

export interface CommPost {
  type: 'comm_open' | 'comm_msg' | 'comm_close';
  content: Record<string, unknown>;
  callbacks?: ICallbacks | undefined;
  metadata?: object | undefined;
  buffers?: Buffers | undefined;
}

/** The page's end of a comm, as models use it. It may be used before there is a kernel: what is sent waits. */
export class PageComm implements IClassicComm {
  readonly comm_id: string;
  readonly target_name: string;
  readonly #post: (post: CommPost) => string;
  #onMessage: ((message: AnyMessage) => unknown) | undefined;
  #onClose: ((message: AnyMessage) => unknown) | undefined;
  #early: AnyMessage[] = [];
  #closed = false;
  /** When the page last sent each trait, by the count of its messages. */
  readonly #sent = new Map<string, number>();
  #count = 0;

  constructor(target: string, id: string, post: (post: CommPost) => string) {
    this.target_name = target;
    this.comm_id = id;
    this.#post = post;
  }

  /** The traits that this page has sent in `update` messages: what the visitor did with the widget. */
  get sentTraits(): ReadonlySet<string> {
    return new Set(this.#sent.keys());
  }

  /** What the visitor did with the widget was done with these traits, and no others. */
  inherit(traits: Iterable<string>): void {
    this.#sent.clear();
    for (const trait of traits) this.#sent.set(trait, this.#count);
  }

  /** Counts this comm's messages. */
  get count(): number {
    return this.#count;
  }

  /** Whether a trait was sent after the count was this. */
  sentSince(trait: string, count: number): boolean {
    return (this.#sent.get(trait) ?? 0) > count;
  }

  open(data: unknown, callbacks?: ICallbacks, metadata?: object, buffers?: Buffers): string {
    return this.#send(
      'comm_open',
      { target_name: this.target_name, data },
      callbacks,
      metadata,
      buffers,
    );
  }

  send(data: unknown, callbacks?: ICallbacks, metadata?: object, buffers?: Buffers): string {
    const id = this.#send('comm_msg', { data }, callbacks, metadata, buffers);
    for (const trait of updatedTraits(data)) this.#sent.set(trait, this.#count);
    return id;
  }

  close(data: unknown = {}, callbacks?: ICallbacks, metadata?: object, buffers?: Buffers): string {
    const id = this.#send('comm_close', { data }, callbacks, metadata, buffers);
    this.#closed = true;
    return id;
  }

  on_msg(callback: (message: AnyMessage) => unknown): void {
    this.#onMessage = callback;
    for (const message of this.#early.splice(0)) callback(message);
  }

  on_close(callback: (message: AnyMessage) => unknown): void {
    this.#onClose = callback;
  }

  /** Takes what the kernel sent; a model that is still being made gets it when it is there. */
  async accept(message: AnyMessage): Promise<void> {
    if (message.header.msg_type === 'comm_close') {
      this.#closed = true;
      await this.#onClose?.(message);
    } else if (this.#onMessage) {
      await this.#onMessage(message);
    } else {
      this.#early.push(message);
    }
  }

  #send(
    type: CommPost['type'],
    content: Record<string, unknown>,
    callbacks?: ICallbacks,
    metadata?: object,
    buffers?: Buffers,
  ): string {
    if (this.#closed) return '';
    this.#count += 1;
    return this.#post({
      type,
      content: { comm_id: this.comm_id, ...content },
      callbacks,
      metadata,
      buffers,
    });
  }
}

function updatedTraits(data: unknown): string[] {
  if (typeof data !== 'object' || data === null || !('method' in data)) return [];
  if (data.method !== 'update' || !('state' in data)) return [];
  const paths = 'buffer_paths' in data && Array.isArray(data.buffer_paths) ? data.buffer_paths : [];
  return [...Object.keys(data.state ?? {}), ...paths.map((path) => String(path[0]))];
}
