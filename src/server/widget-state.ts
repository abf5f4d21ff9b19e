import { randomUUID } from 'node:crypto';
import { toBytes } from '../protocol/bytes.js';
import type { AnyMessage } from '../protocol/messages.js';
import {
  type BufferPath,
  WIDGET_CONTROL_TARGET,
  WIDGET_CONTROL_VERSION,
  type WidgetManagerState,
  type WidgetModelState,
} from '../protocol/widget-state.js';
import { createDeferred } from './deferred.js';
import type { KernelClient } from './kernel-client.js';

/**
 * Asks a kernel for the state of all its widgets, as a page does that restores them. A kernel in which no widget was
 * made may know nothing of widgets and close the comm: then there are none.
 * @see https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/messages.md#control-widget-messaging-protocol-version-100
 */
export async function requestWidgetState(client: KernelClient): Promise<WidgetManagerState> {
  const comm_id = randomUUID();
  const answer = createDeferred<AnyMessage | undefined>();
  const before = client.onIopub;
  client.onIopub = (message) => {
    before?.(message);
    if (!('comm_id' in message.content) || message.content.comm_id !== comm_id) return;
    const type: string = message.header.msg_type;
    if (type === 'comm_msg') answer.resolve(message);
    else if (type === 'comm_close') answer.resolve(undefined);
  };
  client.send({
    type: 'comm_open',
    content: { comm_id, target_name: WIDGET_CONTROL_TARGET, data: {} },
    metadata: { version: WIDGET_CONTROL_VERSION },
  });
  client.send({ type: 'comm_msg', content: { comm_id, data: { method: 'request_states' } } });
  // Answered after all that was sent before it: a kernel that said nothing until then says nothing.
  const info = client.request({ type: 'kernel_info_request', content: {} });
  const message = await Promise.race([answer.promise, info.reply.then(() => undefined)]);
  client.onIopub = before;
  client.send({ type: 'comm_close', content: { comm_id, data: {} } });
  return toManagerState(message);
}

function toManagerState(message: AnyMessage | undefined): WidgetManagerState {
  const state: WidgetManagerState['state'] = {};
  const data = message && 'data' in message.content ? message.content.data : undefined;
  const { states, buffer_paths } = asObject(data);
  // What our own kernel's widgets answer has the shape of the protocol.
  for (const [id, model] of Object.entries(asObject(states))) state[id] = model as WidgetModelState;
  const paths = Array.isArray(buffer_paths) ? (buffer_paths as BufferPath[]) : [];
  // Each leads from the answer's `states` to the value: model id, "state", trait and on.
  paths.forEach(([id, , ...path], index) => {
    const buffer = message?.buffers?.[index];
    const model = state[String(id)];
    if (!buffer || !model) return;
    const bytes = toBytes(buffer);
    const base64 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
    model.buffers ??= [];
    model.buffers.push({ path, data: base64, encoding: 'base64' });
  });
  return { version_major: 2, version_minor: 0, state };
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
