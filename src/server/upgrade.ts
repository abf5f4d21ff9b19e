import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import { AppError, isAppError } from '../protocol/errors.js';
import { WEBSOCKET_PROTOCOL } from '../protocol/framing.js';
import { CLOSE } from '../protocol/session.js';
import { stripBase } from './base-url.js';
import type { Gate } from './gate.js';
import { visitorOf } from './routes/sessions.js';
import type { Session } from './session.js';
import type { Sessions } from './sessions.js';
import { toMessageLimit } from './upload-limit.js';

export interface UpgradeOptions {
  gate: Gate;
  sessions: Sessions;
  baseUrl: string;
  /** Bytes of one upload. */
  uploadLimit: number;
  logger: Logger;
}

/** Answers an HTTP server's `upgrade` event. */
export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

const CHANNELS = /^\/api\/kernels\/([\w-]+)\/channels$/;

/** The one upgrade that there is: a page's websocket to its kernel. */
export function createUpgradeHandler(options: UpgradeOptions): UpgradeHandler {
  const { gate, sessions, baseUrl, uploadLimit, logger } = options;
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: toMessageLimit(uploadLimit),
    // Widgets' messages are small, and an image is compressed already.
    perMessageDeflate: false,
    handleProtocols: () => WEBSOCKET_PROTOCOL,
  });

  /** @returns undefined for a kernel that is gone */
  function admit(request: IncomingMessage): Session | undefined {
    gate.assertUpgrade(request);
    const [path = ''] = stripBase(request.url ?? '', baseUrl).split('?', 1);
    const kernelId = CHANNELS.exec(path)?.[1];
    if (kernelId === undefined) {
      throw new AppError('FILE_NOT_FOUND', 'There is no websocket at this address.');
    }
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
    return sessions.byKernel(kernelId, visitor);
  }

  return (request, socket, head) => {
    const onError = () => socket.destroy();
    socket.on('error', onError);
    try {
      const session = admit(request);
      server.handleUpgrade(request, socket, head, (page: WebSocket) => {
        socket.off('error', onError);
        if (session) session.connect(page, pageIdOf(request));
        else page.close(CLOSE.kernelGone, 'no such kernel');
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

/** JupyterLab's client names each of its connections, by an id that is new with every load of a page. */
function pageIdOf({ url = '' }: IncomingMessage): string | undefined {
  return new URLSearchParams(url.split('?', 2)[1]).get('session_id') ?? undefined;
}

function assertProtocol({ headers }: IncomingMessage): void {
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  if (offered.includes(WEBSOCKET_PROTOCOL)) return;
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
