import { type AnyMessage, createMessage, type KernelMessage } from '../../../protocol/messages.js';
import { createUuid } from '../../../protocol/uuid.js';
import { WIDGET_TARGET } from '../../../protocol/widget-state.js';
import { Outbox } from './outbox.js';
import { type CommPost, PageComm } from './page-comm.js';
import { Replies } from './replies.js';

export interface CommHubEvents {
  /** Whether a comm's message can be taken; one that cannot is left out. */
  canTake(message: AnyMessage): boolean;
  /** The kernel opened a comm of the widgets' target. */
  onWidgetOpen(comm: PageComm, message: AnyMessage): Promise<unknown>;
  /** Anything on iopub that no sender waits for: outputs whose place the message itself must tell. */
  onUnclaimed(message: AnyMessage): Promise<unknown> | undefined;
  /** Something was sent to the kernel. */
  onPost?(message: KernelMessage.IShellMessage): void;
}

/** The page's comms, and the messages that they exchange with whichever kernel there is. */
export class CommHub {
  readonly outbox = new Outbox();
  readonly replies = new Replies();
  readonly #comms = new Map<string, PageComm>();
  readonly #events: CommHubEvents;
  readonly #session = createUuid();
  #handling: Promise<unknown> = Promise.resolve();

  constructor(events: CommHubEvents) {
    this.#events = events;
  }

  /** The page's end of a comm, new or the one that there is. Says nothing to the kernel. */
  comm(target: string, id: string): PageComm {
    const known = this.#comms.get(id);
    if (known) return known;
    const comm = new PageComm(target, id, (post) => this.#post(post));
    this.#comms.set(id, comm);
    return comm;
  }

  forget(id: string): void {
    this.#comms.delete(id);
  }

  /** Marks this moment; the function tells whether a comm has sent a trait since. */
  markSent(): (id: string, trait: string) => boolean {
    const counts = new Map([...this.#comms].map(([id, comm]) => [id, comm.count]));
    return (id, trait) => this.#comms.get(id)?.sentSince(trait, counts.get(id) ?? 0) ?? false;
  }

  /** A comm message that is for this connection only, and sent by the caller. */
  create({ type, content, metadata, buffers }: CommPost): KernelMessage.IShellMessage {
    return createMessage(type, content, {
      channel: 'shell',
      session: this.#session,
      metadata: { ...metadata },
      buffers: [...(buffers ?? [])],
      username: '',
    }) as KernelMessage.IShellMessage;
  }

  /** Takes a message from the kernel. Messages are handled one after the other, each to its end. */
  accept(message: AnyMessage): void {
    if (!isIopub(message)) return;
    const { parent_header: parent } = message;
    // Before it is this message's turn: a connection that is lost meanwhile must not send it again.
    if ('msg_id' in parent) this.outbox.acknowledge(parent.msg_id);
    void this.inTurn(() => this.#handle(message));
  }

  /** Does something after the messages that have come, and before those that will. */
  inTurn(task: () => unknown): Promise<unknown> {
    this.#handling = this.#handling.then(task).catch((error: unknown) => reportError(error));
    return this.#handling;
  }

  async #handle(message: KernelMessage.IIOPubMessage): Promise<unknown> {
    const content: Record<string, unknown> = { ...message.content };
    const id = typeof content.comm_id === 'string' ? content.comm_id : '';
    switch (message.header.msg_type) {
      case 'comm_open':
        if (!this.#events.canTake(message)) return;
        if (content.target_name !== WIDGET_TARGET) return;
        return this.#events.onWidgetOpen(this.comm(WIDGET_TARGET, id), message);
      case 'comm_msg':
        return this.#events.canTake(message) && this.#comms.get(id)?.accept(message);
      case 'comm_close': {
        const comm = this.#comms.get(id);
        this.forget(id);
        return comm?.accept(message);
      }
    }
    const { parent_header: parent } = message;
    const claimed = 'msg_id' in parent && this.replies.accept(parent.msg_id, message);
    return claimed ? undefined : this.#events.onUnclaimed(message);
  }

  #post(post: CommPost): string {
    // A handler of a click sees the values that the visitor saw: models let out what they held back.
    if (isCustom(post)) this.replies.markSent()();
    const message = this.create(post);
    if (post.callbacks) this.replies.expect(message.header.msg_id, post.callbacks);
    this.outbox.post(message);
    this.#events.onPost?.(message);
    return message.header.msg_id;
  }
}

function isIopub(message: AnyMessage): message is KernelMessage.IIOPubMessage {
  return message.channel === 'iopub';
}

function isCustom({ content: { data } }: CommPost): boolean {
  return typeof data === 'object' && data !== null && 'method' in data && data.method === 'custom';
}
