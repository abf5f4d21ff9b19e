import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '../protocol/errors.js';

const DEFAULT_PORT = 8866;
const MOST_TRIED = 50;

/**
 * Listens on the port that was asked for, or on the default one or the next that is free.
 * @returns the port
 * @throws AppError `PORT_IN_USE`, or `BAD_OPTION` for a host that is not this machine's
 */
export async function listen(
  server: Server,
  host: string,
  port: number | undefined,
): Promise<number> {
  const last = port ?? DEFAULT_PORT + MOST_TRIED;
  for (let candidate = port ?? DEFAULT_PORT; ; candidate++) {
    try {
      return await listenOnce(server, host, candidate);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'EADDRINUSE' && candidate < last) continue;
      throw toAppError(code, error, host, candidate);
    }
  }
}

function listenOnce(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      // A TCP server that listens has an address of this kind.
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function toAppError(code: unknown, cause: unknown, host: string, port: number): unknown {
  switch (code) {
    case 'EADDRINUSE':
      return new AppError('PORT_IN_USE', `Port ${port} is in use by another program.`, {
        hint: 'Stop that one, or choose another with --port; --port 0 picks a free one.',
        cause,
      });
    case 'EACCES':
      return new AppError('BAD_OPTION', `Port ${port} may not be used by this account.`, {
        hint: 'Choose one above 1023 with --port.',
        cause,
      });
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new AppError('BAD_OPTION', `"${host}" is no address of this machine.`, {
        hint: 'Give --host 127.0.0.1 for this machine only, 0.0.0.0 for all that reach it.',
        cause,
      });
    default:
      return cause;
  }
}
