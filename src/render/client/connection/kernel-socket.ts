import { supportedKernelWebSocketProtocols } from '@jupyterlab/services/lib/kernel/messages.js';
import { deserialize, serialize } from '@jupyterlab/services/lib/kernel/serialize.js';
import { validateMessage } from '@jupyterlab/services/lib/kernel/validate.js';
import { BATCHED_PROTOCOL, splitBatch } from '../../../protocol/frame-batch.js';
import { type AnyMessage, createMessage, type KernelMessage } from '../../../protocol/messages.js';
import { createUrls } from '../../../protocol/urls.js';
import { socketAddress } from './socket-address.js';

export interface KernelSocketOptions {
  baseUrl: string;
  kernel: { id: string };
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

/** Jupyter's own: a message is one frame, and JupyterLab's functions know the layout of frames by its name. */
const JUPYTER_PROTOCOL = supportedKernelWebSocketProtocols.v1KernelWebsocketJupyterOrg;

/**
 * Opens a kernel's websocket. JupyterLab frames and checks the messages; its KernelConnection is not used, which would
 * reconnect in its own time (10 to 30 seconds), follow each message on its own, and be a fifth of the page's script.
 */
export function openKernelSocket({
  baseUrl,
  kernel,
  clientId,
  onOpen,
  onMessage,
  onClose,
}: KernelSocketOptions): KernelSocket {
  const url = socketAddress(createUrls(baseUrl).channels(kernel.id));
  url.searchParams.set('session_id', clientId);
  const socket = new WebSocket(url, [BATCHED_PROTOCOL, JUPYTER_PROTOCOL]);
  socket.binaryType = 'arraybuffer';
  const listening = new AbortController();
  const { signal } = listening;
  socket.addEventListener('open', onOpen, { signal });
  socket.addEventListener('close', ({ code }) => onClose(code), { signal });
  socket.addEventListener(
    'message',
    ({ data }) => {
      for (const frame of splitBatch(new Uint8Array(data))) {
        if (signal.aborted) return;
        try {
          onMessage(toMessage(frame));
        } catch (error) {
          // Of one message: the others are taken all the same.
          reportError(error);
        }
      }
    },
    { signal },
  );

  const send = (message: AnyMessage) => {
    // One that is closing takes nothing: whoever sends it keeps it for the next.
    if (socket.readyState === WebSocket.OPEN) socket.send(serialize(message, JUPYTER_PROTOCOL));
  };
  return {
    send,
    probe: () =>
      send(createMessage('kernel_info_request', {}, { channel: 'shell', session: clientId })),
    get bufferedBytes() {
      return socket.bufferedAmount;
    },
    close: () => {
      listening.abort();
      socket.close();
    },
  };
}

function toMessage(frame: Uint8Array<ArrayBuffer>): AnyMessage {
  const { buffer, byteLength } = frame;
  const isWhole = byteLength === buffer.byteLength;
  const message = deserialize(isWhole ? buffer : frame.slice().buffer, JUPYTER_PROTOCOL);
  validateMessage(message);
  return message;
}
