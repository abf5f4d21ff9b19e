import type { JsonObject } from '../../../protocol/widget-state.js';
import type { Comm, CommMessage, CommPayload } from '../../../widgets/host.js';
import { type CommClose, type CommMsg, type CommOpen, isRecord } from './message-content.js';
import type { MessageExtras } from './publisher.js';

export interface CommManagerOptions {
  /** Says something on iopub. */
  send: (msgType: string, content: object, extras: MessageExtras) => void;
  /** Names a comm that the kernel opens. */
  nextId: (kind: string) => string;
  /** Calls a handler of the notebook's: what it throws is reported, not thrown. */
  call: (handler: () => void) => void;
}

type OpenHandler = (comm: Comm, message: CommMessage) => void;

/** The open comms, from either side. @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#custom-messages */
export class CommManager {
  readonly #comms = new Map<string, KernelComm>();
  readonly #targets = new Map<string, OpenHandler>();
  readonly #options: CommManagerOptions;

  constructor(options: CommManagerOptions) {
    this.#options = options;
  }

  open(target: string, { data, metadata, buffers }: CommPayload): Comm {
    const comm = this.#add(this.#options.nextId(kindOf(target, data)), target);
    const content = { comm_id: comm.id, target_name: target, data };
    this.#options.send('comm_open', content, toExtras(metadata, buffers));
    return comm;
  }

  onOpen(target: string, handler: OpenHandler): void {
    this.#targets.set(target, handler);
  }

  /** The open comms by id, those of one target if it is given. */
  info(target: string | undefined): Record<string, { target_name: string }> {
    const comms = [...this.#comms.values()].filter(
      (comm) => target === undefined || comm.target === target,
    );
    return Object.fromEntries(comms.map((comm) => [comm.id, { target_name: comm.target }]));
  }

  handleOpen({ comm_id, target_name }: CommOpen, message: CommMessage): void {
    const handler = this.#targets.get(target_name);
    if (!handler) {
      this.#options.send('comm_close', { comm_id, data: {} }, {});
      return;
    }
    const comm = this.#add(comm_id, target_name);
    this.#options.call(() => handler(comm, message));
  }

  /** A message for a comm that is not open is dropped: the front end's `comm_info_request` tells it which are. */
  handleMessage({ comm_id }: CommMsg, message: CommMessage): void {
    const comm = this.#comms.get(comm_id);
    if (comm?.onMessage) this.#options.call(() => comm.onMessage?.(message));
  }

  handleClose({ comm_id }: CommClose, message: CommMessage): void {
    const comm = this.#comms.get(comm_id);
    if (!comm) return;
    this.#comms.delete(comm_id);
    if (comm.onClose) this.#options.call(() => comm.onClose?.(message));
  }

  #add(id: string, target: string): KernelComm {
    const comm: KernelComm = {
      id,
      target,
      onMessage: undefined,
      onClose: undefined,
      send: ({ data, metadata, buffers }) => {
        if (this.#comms.get(id) !== comm) return;
        this.#options.send('comm_msg', { comm_id: id, data }, toExtras(metadata, buffers));
      },
      close: () => {
        if (this.#comms.get(id) !== comm) return;
        this.#comms.delete(id);
        this.#options.send('comm_close', { comm_id: id, data: {} }, {});
      },
    };
    this.#comms.set(id, comm);
    return comm;
  }
}

type KernelComm = Comm;

/** Widgets of one model are of a kind; of other targets nothing is known. */
function kindOf(target: string, { state }: JsonObject): string {
  return isRecord(state) ? `${target} ${String(state._model_name)}` : target;
}

function toExtras(
  metadata: JsonObject | undefined,
  buffers: readonly Uint8Array[] | undefined,
): MessageExtras {
  return { ...(metadata && { metadata }), ...(buffers && { buffers }) };
}
