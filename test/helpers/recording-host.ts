import { onTestFinished } from 'vitest';
import { decodeFrame, encodeFrame } from '../../src/protocol/framing.js';
import { createMessage } from '../../src/protocol/messages.js';
import { NO_REQUEST } from '../../src/protocol/visitor-request.js';
import { removeBuffers } from '../../src/protocol/widget-state.js';
import {
  type Comm,
  type CommMessage,
  type CommPayload,
  installHost,
  type WidgetHost,
} from '../../src/widgets/host.js';

/** What widgets have sent, as a page would find it: JSON, and the bytes of the buffers. */
export interface Sent {
  type: 'comm_open' | 'comm_msg' | 'comm_close';
  comm_id: string;
  target_name?: string;
  data?: Record<string, unknown>;
  metadata?: unknown;
  buffers?: number[][];
}

interface OpenComm extends Comm {
  open: boolean;
}

/** A kernel's side of the widgets that keeps what they send; comm ids are c1, c2, … */
export function recordHost({ published = false } = {}) {
  const sent: Sent[] = [];
  const errors: unknown[] = [];
  const shown: unknown[] = [];
  const comms = new Map<string, OpenComm>();
  const targets = new Map<string, (comm: Comm, message: CommMessage) => void>();

  const createComm = (id: string, target: string): OpenComm => {
    const comm: OpenComm = {
      id,
      target,
      open: true,
      onMessage: undefined,
      onClose: undefined,
      send(payload) {
        if (comm.open) sent.push({ type: 'comm_msg', comm_id: id, ...asSent(payload) });
      },
      close() {
        if (comm.open) sent.push({ type: 'comm_close', comm_id: id });
        comm.open = false;
      },
    };
    comms.set(id, comm);
    return comm;
  };

  const host: WidgetHost = {
    published,
    openComm(target, payload) {
      const comm = createComm(`c${comms.size + 1}`, target);
      sent.push({
        type: 'comm_open',
        comm_id: comm.id,
        target_name: target,
        ...asSent(payload),
      });
      return comm;
    },
    onCommOpen: (target, handler) => void targets.set(target, handler),
    clearOutput() {},
    display(value) {
      shown.push(value);
      const place = shown.length - 1;
      return {
        update(other) {
          shown[place] = other;
        },
      };
    },
    reportError: (error) => void errors.push(error),
    working: () => {},
    request: () => NO_REQUEST,
  };
  installHost(host);
  const recorder = {
    errors,
    shown,
    /** What was sent since it was last asked for. */
    take: () => sent.splice(0),
    /** Opens a comm as a page does, of a target that the widgets listen to. */
    open(target: string) {
      const comm = createComm(`page-${comms.size + 1}`, target);
      targets.get(target)?.(comm, receive({}));
      return comm.id;
    },
    /** Sends a page's message on a comm; binary values in `data` travel as buffers. */
    deliver: (id: string, data: Record<string, unknown>) =>
      comms.get(id)?.onMessage?.(receive(data)),
    /** Sends `update` as a page does. */
    update(widget: { modelId: string }, state: Record<string, unknown>) {
      comms.get(widget.modelId)?.onMessage?.(receive({ method: 'update', state }, true));
    },
    /** Sends a message whose content is given as JSON, however wrong. */
    deliverJson: (id: string, json: string, buffers: Uint8Array[] = []) =>
      comms.get(id)?.onMessage?.({
        data: JSON.parse(json),
        metadata: {},
        buffers: buffers.map((each) => new DataView(each.buffer, each.byteOffset, each.byteLength)),
      }),
    /** Closes a comm as a page does. */
    closeComm: (id: string) => comms.get(id)?.onClose?.(receive({})),
    /** A widget's whole state, as its page would be answered. */
    stateOf(widget: { modelId: string }): Record<string, unknown> {
      recorder.deliver(widget.modelId, { method: 'request_state' });
      return Object(sent.pop()?.data?.state);
    },
    close: () => comms.clear(),
  };
  onTestFinished(() => recorder.close());
  return recorder;
}

function asSent({ data, metadata, buffers = [] }: CommPayload) {
  return {
    data: JSON.parse(JSON.stringify(data)) as Record<string, unknown>,
    ...(metadata && { metadata }),
    ...(buffers.length > 0 && { buffers: buffers.map((each) => [...each]) }),
  };
}

/** A message as it comes out of a frame, its buffers views on the frame's bytes. */
function receive(data: Record<string, unknown>, splitState = false): CommMessage {
  const { state, buffer_paths, buffers } = removeBuffers(splitState ? Object(data.state) : {});
  const content = { comm_id: 'c', data: splitState ? { ...data, state, buffer_paths } : data };
  const message = createMessage('comm_msg', content, {
    channel: 'shell',
    session: 'page',
    buffers,
  });
  const decoded = decodeFrame(encodeFrame(message));
  return {
    data: Object(decoded.content).data,
    metadata: {},
    buffers: (decoded.buffers ?? []).filter((each) => each instanceof DataView),
  };
}
