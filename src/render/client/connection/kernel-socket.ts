import { KernelConnection } from '@jupyterlab/services/lib/kernel/default.js';
import { supportedKernelWebSocketProtocols } from '@jupyterlab/services/lib/kernel/messages.js';
import { ServerConnection } from '@jupyterlab/services/lib/serverconnection.js';
import { BATCHED_PROTOCOL, splitBatch } from '../../../protocol/frame-batch.js';
import type { AnyMessage, KernelMessage } from '../../../protocol/messages.js';

export interface KernelSocketOptions {
  baseUrl: string;
  kernel: { id: string; name: string };
  clientId: string;
  onOpen: () => void;
  onMessage: (message: AnyMessage) => void;
  /** The socket is closed for good, or was never open: code 1006 when nobody said why. */
  onClose: (code: number) => void;
}

/** One websocket to a kernel, from its opening to its close. Whoever wants another makes another. */
export interface KernelSocket {
  send(message: KernelMessage.IShellMessage): void;
  /** Asks the kernel for a sign of life. */
  probe(): void;
  /** Bytes that were sent and have not left this machine. */
  readonly bufferedBytes: number;
  /** Closes it without `onClose`. */
  close(): void;
}

/**
 * Opens a kernel's websocket through JupyterLab's KernelConnection, which frames and checks the messages. Its own way of
 * reconnecting (after 10 to 30 seconds) is not used: it is disposed of as soon as its socket closes.
 */
export function openKernelSocket({
  baseUrl,
  kernel,
  clientId,
  onOpen,
  onMessage,
  onClose,
}: KernelSocketOptions): KernelSocket {
  let socket: WebSocket | undefined;
  const origin = new URL(baseUrl, location.href).href;

  class ObservedWebSocket extends WebSocket {
    constructor(url: string | URL, protocols: string | string[] = []) {
      super(url, [BATCHED_PROTOCOL, ...[protocols].flat()]);
      socket = this;
      // Before KernelConnection's own handler, which takes one frame at a time.
      this.addEventListener('message', (event) => {
        const frames = splitBatch(new Uint8Array(event.data));
        if (frames.length === 1) return;
        event.stopImmediatePropagation();
        for (const frame of frames) {
          this.dispatchEvent(new MessageEvent('message', { data: frame.slice().buffer }));
        }
      });
      // Registered before KernelConnection's own handler, which would start to reconnect.
      this.addEventListener('close', ({ code }) => {
        if (connection.isDisposed) return;
        connection.dispose();
        onClose(code);
      });
    }

    /** KernelConnection reads frames by it, and knows Jupyter's names alone. */
    override get protocol(): string {
      return supportedKernelWebSocketProtocols.v1KernelWebsocketJupyterOrg;
    }
  }

  const connection: KernelConnection = new KernelConnection({
    model: kernel,
    clientId,
    handleComms: false,
    serverSettings: ServerConnection.makeSettings({
      baseUrl: origin,
      wsUrl: origin.replace(/^http/, 'ws'),
      token: '',
      appendToken: false,
      WebSocket: ObservedWebSocket,
    }),
  });
  connection.connectionStatusChanged.connect((_, status) => {
    if (status === 'connected') onOpen();
  });
  connection.anyMessage.connect((_, { msg, direction }) => {
    if (direction === 'recv') onMessage(msg);
  });

  return {
    send: (message) => {
      // One that is closing takes nothing: whoever sends it keeps it for the next.
      if (socket?.readyState !== WebSocket.OPEN) return;
      connection.sendShellMessage(message, false, true);
    },
    probe: () => void connection.requestKernelInfo().catch(() => {}),
    get bufferedBytes() {
      return socket?.bufferedAmount ?? 0;
    },
    close: () => connection.dispose(),
  };
}
