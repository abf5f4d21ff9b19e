import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import { AppError, isAppError } from '../protocol/errors.js';
import { BATCHED_PROTOCOL } from '../protocol/frame-batch.js';
import { WEBSOCKET_PROTOCOL } from '../protocol/framing.js';
import { CLOSE } from '../protocol/session.js';
import { stripBase } from './base-url.js';
import type { Gate } from './gate.js';
import { visitorOf } from './routes/sessions.js';
import { isPlainName } from './served-path.js';
import type { Sessions } from './sessions.js';
import { toMessageLimit } from './upload-limit.js';
import type { Watch } from './watch/watch.js';

export interface UpgradeOptions {
  gate: Gate;
  sessions: Sessions;
  /** Undefined where pages do not follow their notebooks. */
  watch: Watch | undefined;
  baseUrl: string;
  /** Bytes of one upload. */
  uploadLimit: number;
  logger: Logger;
}

/** Answers an HTTP server's `upgrade` event. */
export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

const CHANNELS = /^\/api\/kernels\/([\w-]+)\/channels$/;

const WATCH = /^\/api\/watch\/(.+)$/;

/** A page's websocket to its kernel, and the one by which an author's page follows its notebook. */
export function createUpgradeHandler(options: UpgradeOptions): UpgradeHandler {
  const { gate, sessions, watch, baseUrl, uploadLimit, logger } = options;
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: toMessageLimit(uploadLimit),
    // Widgets' messages are small, and an image is compressed already.
    perMessageDeflate: false,
    // The first one, as proxies choose before they have asked.
    handleProtocols: (offered) => [...offered].find(isKnown) ?? WEBSOCKET_PROTOCOL,
  });

  /** @returns what takes the websocket once it is open */
  function admit(request: IncomingMessage): (page: WebSocket) => void {
    gate.assertUpgrade(request);
    const [path = ''] = stripBase(request.url ?? '', baseUrl).split('?', 1);
    const kernelId = CHANNELS.exec(path)?.[1];
    if (kernelId !== undefined) return admitToKernel(request, kernelId);
    const notebook = WATCH.exec(path)?.[1];
    if (watch && notebook !== undefined) {
      const decoded = parseNotebookPath(notebook);
      return (page) => watch.connect(page, request, decoded);
    }
    throw new AppError('FILE_NOT_FOUND', 'There is no websocket at this address.');
  }

  function admitToKernel(request: IncomingMessage, kernelId: string): (page: WebSocket) => void {
    const visitor = visitorOf(request);
    if (visitor === undefined) {
      throw new AppError(
        'FOREIGN_ORIGIN',
        'A kernel’s websocket opens with its visitor’s cookie.',
        {
          hint: 'Ask for a session first: the answer sets the cookie.',
        },
      );
    }
    assertProtocol(request);
    const session = sessions.byKernel(kernelId, visitor);
    return (page) => {
      if (session) session.connect(page, pageIdOf(request));
      else page.close(CLOSE.kernelGone, 'no such kernel');
    };
  }

  return (request, socket, head) => {
    const onError = () => socket.destroy();
    socket.on('error', onError);
    try {
      const accept = admit(request);
      server.handleUpgrade(request, socket, head, (page: WebSocket) => {
        socket.off('error', onError);
        // Whoever takes it may say more; without a listener an invalid frame would end the server.
        page.on('error', () => page.terminate());
        accept(page);
      });
    } catch (error) {
      const refusal = isAppError(error)
        ? error
        : new AppError('INTERNAL', 'Something went wrong on the server.', { cause: error });
      logger.warn(
        { path: request.url?.split('?', 1)[0] },
        `Refused a websocket: ${refusal.message}`,
      );
      refuse(socket, refusal);
    }
  };
}

/** A page names itself, by an id that is new with every load of it, as JupyterLab's client does. */
function pageIdOf({ url = '' }: IncomingMessage): string | undefined {
  return new URLSearchParams(url.split('?', 2)[1]).get('session_id') ?? undefined;
}

/** @throws AppError `BAD_REQUEST` for what names no notebook below the root */
function parseNotebookPath(encoded: string): string {
  try {
    const path = decodeURIComponent(encoded);
    if (path.endsWith('.ipynb') && path.split('/').every(isPlainName)) return path;
  } catch {
    // Not encoded as URLs are: no notebook has such a name.
  }
  throw new AppError('BAD_REQUEST', 'The websocket’s address names no notebook.');
}

function isKnown(protocol: string): boolean {
  return protocol === BATCHED_PROTOCOL || protocol === WEBSOCKET_PROTOCOL;
}

function assertProtocol({ headers }: IncomingMessage): void {
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  if (offered.some(isKnown)) return;
  throw new AppError('BAD_REQUEST', 'The websocket’s subprotocol is not known here.', {
    hint: `Offer ${WEBSOCKET_PROTOCOL}.`,
  });
}

function refuse(socket: Duplex, { status, message, hint = '' }: AppError): void {
  const body = `${message} ${hint}`.trim();
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'Connection: close',
      'Content-Type: text/plain; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  );
}
