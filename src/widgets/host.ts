import type { VisitorRequest } from '../protocol/visitor-request.js';
import type { JsonObject } from '../protocol/widget-state.js';
import { WIDGET_CONTROL_TARGET } from '../protocol/widget-state.js';
import { answerStateRequests } from './control.js';
import type { Widget } from './widget.js';

/** What arrives on a comm. @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#custom-messages */
export interface CommMessage {
  data: Record<string, unknown>;
  metadata: Record<string, unknown>;
  buffers: readonly DataView[];
}

export interface CommPayload {
  data: JsonObject;
  metadata?: JsonObject;
  buffers?: readonly Uint8Array[];
}

/** One open comm. Its handlers are set by whoever opened it. */
export interface Comm {
  readonly id: string;
  readonly target: string;
  send(payload: CommPayload): void;
  /** Sends `comm_close`; later sends do nothing. */
  close(): void;
  onMessage: ((message: CommMessage) => void) | undefined;
  onClose: ((message: CommMessage) => void) | undefined;
}

/** What one `display` call put on the page, to be shown anew. */
export interface DisplayHandle {
  /** Shows another value in the same place (`update_display_data`). */
  update(value: unknown): void;
}

/**
 * What the widgets need of the kernel that runs them, and all that they may use of it: this module imports nothing of
 * Node's, so that the same widgets run in a visitor's browser. The kernel installs it before any cell runs.
 */
export interface WidgetHost {
  /**
   * Strangers look at the widgets, not their author: a page may then set the traits that views write (a slider's value)
   * and no others (its bounds).
   */
  readonly published: boolean;
  /** Opens a comm from the kernel's side; the kernel chooses its id. */
  openComm(target: string, payload: CommPayload): Comm;
  /** Called when a front end opens a comm of this target; without a handler the kernel closes such a comm. */
  onCommOpen(target: string, handler: (comm: Comm, message: CommMessage) => void): void;
  /** Shows any value as an output, as the last expression of a cell would be shown. */
  display(value: unknown): DisplayHandle;
  /** Takes away what the running cell has shown so far. */
  clearOutput(wait: boolean): void;
  /** Reports what a handler threw or rejected with to the author, the visitor and the log. */
  reportError(error: unknown): void;
  /** A handler is at work until this settles. */
  working(task: Promise<unknown>): void;
  /**
   * The request by which the visitor came; an empty one where nobody visits.
   * @throws Error in a kernel that runs ahead of its visitor
   */
  request(): VisitorRequest;
}

interface Installed {
  host: WidgetHost;
  /** Every widget that is not closed, by model id, in the order of creation. */
  widgets: Map<string, Widget>;
}

const HOST = Symbol.for('eccola.host');
type Hosted = { [HOST]?: Installed };

/**
 * Called by a kernel, once, before it runs cells. From then on the host's front ends may ask for the state of all
 * widgets (`jupyter.widget.control`).
 */
export function installHost(host: WidgetHost): void {
  const widgets = new Map<string, Widget>();
  (globalThis as Hosted)[HOST] = { host, widgets };
  host.onCommOpen(WIDGET_CONTROL_TARGET, (comm) => answerStateRequests(comm, widgets));
}

/** @throws Error when no kernel runs this code */
export function getHost(): WidgetHost {
  return installed().host;
}

/** The widgets of the installed host, by model id. */
export function liveWidgets(): Map<string, Widget> {
  return installed().widgets;
}

function installed(): Installed {
  const found = (globalThis as Hosted)[HOST];
  if (!found) {
    throw new Error(
      'eccola’s widgets need a kernel: run this notebook with eccola, or in JupyterLab with its kernel (`eccola install`).',
    );
  }
  return found;
}
