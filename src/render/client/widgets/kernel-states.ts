import { put_buffers } from '@jupyter-widgets/base/lib/utils';
import type { AnyMessage, KernelMessage } from '../../../protocol/messages.js';
import { createUuid } from '../../../protocol/uuid.js';
import {
  WIDGET_CONTROL_TARGET,
  WIDGET_CONTROL_VERSION,
  type WidgetModelState,
} from '../../../protocol/widget-state.js';
import type { CommHub } from '../comms/comm-hub.js';

/** The models that a kernel has, as they were when it was asked. */
export interface KernelStates {
  models: Readonly<Record<string, WidgetModelState>>;
  /** Whether the page has sent a trait since it asked: then the kernel's answer is older than what the visitor did. */
  sentSince(id: string, trait: string): boolean;
}

/**
 * Asks the kernel for the state of all its widgets, over one comm as long as the kernel is the same.
 * @see https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/messages.md#the-jupyterwidgetcontrol-comm-target
 */
export class StateRequests {
  readonly #hub: CommHub;
  readonly #onStates: (states: KernelStates) => Promise<void>;
  #commId: string | undefined;
  #requestId = '';
  #isDue = true;

  constructor(hub: CommHub, onStates: (states: KernelStates) => Promise<void>) {
    this.#hub = hub;
    this.#onStates = onStates;
  }

  /** A request is to be answered, or yet to be made: what the kernel says before that, the answer says too. */
  get isDue(): boolean {
    return this.#isDue;
  }

  /** There will be another request: an answer to the last, if it is still to come, counts no more. */
  expect(): void {
    this.#isDue = true;
    this.#requestId = '';
  }

  /** The kernel is another now: the next request opens a comm with it. */
  forgetKernel(): void {
    this.expect();
    if (this.#commId !== undefined) this.#hub.forget(this.#commId);
    this.#commId = undefined;
  }

  /**
   * Sends a request. Its answer comes after all that the kernel had to do before. Only the answer to the last request
   * counts; none is repeated, since every connection asks anew.
   */
  request(
    send: (message: KernelMessage.IShellMessage) => void,
    onAnswer: () => Promise<void>,
  ): void {
    this.expect();
    const open = this.#commId === undefined;
    this.#commId ??= createUuid();
    const comm_id = this.#commId;
    if (open) {
      const content = { comm_id, target_name: WIDGET_CONTROL_TARGET, data: {} };
      const metadata = { version: WIDGET_CONTROL_VERSION };
      send(this.#hub.create({ type: 'comm_open', content, metadata }));
    }
    const content = { comm_id, data: { method: 'request_states' } };
    const request = this.#hub.create({ type: 'comm_msg', content });
    this.#requestId = request.header.msg_id;
    const sentSince = this.#hub.markSent();
    this.#hub.comm(WIDGET_CONTROL_TARGET, comm_id).on_msg(async (message) => {
      const models = readStates(message);
      if (!models || !isAnswerTo(message, this.#requestId)) return;
      this.#isDue = false;
      await this.#onStates({ models, sentSince });
      await onAnswer();
    });
    send(request);
  }
}

function isAnswerTo({ parent_header: parent }: AnyMessage, id: string): boolean {
  return 'msg_id' in parent && parent.msg_id === id;
}

function readStates({ content, buffers = [] }: AnyMessage): KernelStates['models'] | undefined {
  const data: unknown = 'data' in content ? content.data : undefined;
  if (!isObject(data) || data.method !== 'update_states' || !isObject(data.states))
    return undefined;
  const models = data.states as Record<string, WidgetModelState>;
  const paths: unknown[] = Array.isArray(data.buffer_paths) ? data.buffer_paths : [];
  paths.forEach((path, index) => {
    // Each leads from `states` to the value: model id, "state", trait and on.
    const [id, , ...rest]: unknown[] = Array.isArray(path) ? path : [];
    const state =
      typeof id === 'string' && Object.hasOwn(models, id) ? models[id]?.state : undefined;
    const buffer = buffers[index];
    if (state && buffer) put_buffers(state, [rest as string[]], [toDataView(buffer)]);
  });
  return models;
}

function toDataView(buffer: ArrayBuffer | ArrayBufferView): DataView {
  return ArrayBuffer.isView(buffer)
    ? new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength)
    : new DataView(buffer);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
