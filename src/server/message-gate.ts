import type { FrameView } from '../protocol/framing.js';
import { WIDGET_CONTROL_TARGET, WIDGET_TARGET } from '../protocol/widget-state.js';

/** What may pass from a page to its kernel, and how much of it. */
export interface MessageLimits {
  /** Bytes of a message's content, buffers apart. */
  contentBytes: number;
  buffers: number;
  /** Comms that one load of the page may open in all, for each target. */
  comms: number;
}

const MESSAGE_LIMITS: MessageLimits = {
  contentBytes: 1024 * 1024,
  buffers: 1024,
  comms: 200,
};

/** The reason stands in the log: it names the type as the page gave it, shortened. */
export type MessageVerdict = { passes: true } | { passes: false; reason: string };

/** Judges what one page sends. It counts the comms that the page opens, so every websocket has a gate of its own. */
export type MessageGate = (frame: FrameView) => MessageVerdict;

/** The models that a front end makes itself, when a gamepad is connected. */
const FRONT_END_MODELS: ReadonlySet<unknown> = new Set([
  'ControllerButtonModel',
  'ControllerAxisModel',
]);
const FREE_TYPES: ReadonlySet<string> = new Set([
  'comm_msg',
  'comm_close',
  'comm_info_request',
  'kernel_info_request',
]);

/**
 * Nothing that makes a kernel run what a visitor wrote passes: only talk on the comms that the notebook opened, and the
 * few that a front end opens by itself.
 */
export function createMessageGate(limits: MessageLimits = MESSAGE_LIMITS): MessageGate {
  const opened = new Map<string, number>();

  function judgeCommOpen(frame: FrameView): MessageVerdict {
    const { target_name: target, data } = contentOf(frame);
    if (target !== WIDGET_CONTROL_TARGET && !(target === WIDGET_TARGET && isFrontEndModel(data))) {
      return refuse(`Received message of type "comm_open" for ${show(target)}`);
    }
    const count = opened.get(target) ?? 0;
    if (count >= limits.comms) {
      return refuse(`Received more than ${limits.comms} messages of type "comm_open"`);
    }
    opened.set(target, count + 1);
    return { passes: true };
  }

  return (frame) => {
    const type = frame.header.msg_type as string;
    if (!FREE_TYPES.has(type) && type !== 'comm_open') {
      return refuse(`Received message of type ${show(type)}`);
    }
    if (frame.channel !== 'shell') {
      return refuse(`Received message of type "${type}" on the channel ${show(frame.channel)}`);
    }
    if (frame.contentByteLength > limits.contentBytes || frame.bufferCount > limits.buffers) {
      return refuse(`Received message of type "${type}" larger than any widget's`);
    }
    return type === 'comm_open' ? judgeCommOpen(frame) : { passes: true };
  };
}

/** What is not an object names no target. */
function contentOf(frame: FrameView): Record<string, unknown> {
  try {
    return frame.content();
  } catch {
    return {};
  }
}

function refuse(what: string): MessageVerdict {
  return { passes: false, reason: `${what}, which is not allowed. Ignoring.` };
}

function isFrontEndModel(data: unknown): boolean {
  if (!isObject(data) || !isObject(data.state)) return false;
  const { _model_name, _model_module } = data.state;
  return FRONT_END_MODELS.has(_model_name) && _model_module === '@jupyter-widgets/controls';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** A page's word for something, fit for a log line. */
function show(value: unknown): string {
  return JSON.stringify(typeof value === 'string' ? value.slice(0, 64) : typeof value);
}
