// Runs in the browser: the stock widget manager, models and views, with comms that lead to the test.
import * as base from '@jupyter-widgets/base';
import { ManagerBase } from '@jupyter-widgets/base-manager';
import * as controls from '@jupyter-widgets/controls';
import type { Sent } from '../recording-host.js';

declare global {
  interface Window {
    /** Given by the test: sends a page's message to the kernel's side. */
    sendToKernel(id: string, data: unknown, buffers: number[][]): Promise<Sent[]>;
    frontEnd: {
      /** Takes what the kernel's side sent. */
      receive(sent: Sent[], parent?: string): Promise<void>;
      /** Shows a widget at the end of the page; resolves once it is drawn. */
      show(id: string): Promise<void>;
      /** A model's traits, as the page holds them. */
      traits(id: string): Promise<Record<string, unknown>>;
    };
  }
}

type CommHandler = (message: never) => unknown;

/** A comm whose other end is the test. */
class TestComm implements base.IClassicComm {
  readonly target_name = 'jupyter.widget';
  handleMessage: CommHandler | undefined;
  handleClose: CommHandler | undefined;

  constructor(readonly comm_id: string) {}

  open(): string {
    return '';
  }

  send(
    data: unknown,
    callbacks?: base.ICallbacks,
    _metadata?: unknown,
    buffers: (ArrayBuffer | ArrayBufferView)[] = [],
  ): string {
    messages += 1;
    const messageId = `m${messages}`;
    const bytes = buffers.map((each) => [
      ...new Uint8Array(ArrayBuffer.isView(each) ? each.buffer : each),
    ]);
    void window.sendToKernel(this.comm_id, data, bytes).then(async (answers) => {
      await window.frontEnd.receive(answers, messageId);
      callbacks?.iopub?.status?.({ content: { execution_state: 'idle' } } as never);
    });
    return messageId;
  }

  close(): string {
    return '';
  }

  on_msg(handler: CommHandler): void {
    this.handleMessage = handler;
  }

  on_close(handler: CommHandler): void {
    this.handleClose = handler;
  }
}

let messages = 0;
const comms = new Map<string, TestComm>();

class StockManager extends ManagerBase {
  protected override async loadClass(name: string, module: string) {
    const classes: Record<string, unknown> =
      module === '@jupyter-widgets/base' ? { ...base } : { ...controls };
    const found = classes[name];
    if (!found) throw new Error(`No class ${name} in ${module}`);
    return found as never;
  }

  protected override async _create_comm(): Promise<never> {
    throw new Error('This page opens no comm.');
  }

  protected override async _get_comm_info() {
    return {};
  }
}

const manager = new StockManager();

async function receiveOne(sent: Sent, parent: string | undefined): Promise<void> {
  const buffers = (sent.buffers ?? []).map((bytes) => new DataView(new Uint8Array(bytes).buffer));
  const message = {
    content: { comm_id: sent.comm_id, data: sent.data },
    metadata: sent.metadata,
    parent_header: { msg_id: parent },
    buffers,
  } as never;
  if (sent.type === 'comm_open') {
    const comm = new TestComm(sent.comm_id);
    comms.set(sent.comm_id, comm);
    await manager.handle_comm_open(comm, message);
  } else if (sent.type === 'comm_msg') await comms.get(sent.comm_id)?.handleMessage?.(message);
  else comms.get(sent.comm_id)?.handleClose?.(message);
}

window.frontEnd = {
  async receive(sent, parent) {
    // One after the other, as a kernel connection does: a message for a comm waits until its model is made.
    for (const each of sent) await receiveOne(each, parent);
  },
  async show(id) {
    const view = await manager.create_view<base.DOMWidgetView>(await manager.get_model(id));
    const parent = document.createElement('div');
    parent.dataset.model = id;
    document.body.append(parent);
    base.JupyterLuminoWidget.attach(view.luminoWidget, parent);
    await Promise.all([view.layoutPromise, view.stylePromise]);
  },
  async traits(id) {
    const model = await manager.get_model(id);
    await model.state_change;
    return model.get_state();
  },
};
