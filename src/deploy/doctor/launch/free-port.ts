import { once } from 'node:events';
import { createServer } from 'node:net';
import { AppError } from '../../../protocol/errors.js';

/** A port of this machine that nobody listens on: Jupyter Server before 2.18 does not say which one it picked for port 0. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address === 'object' && address !== null) return address.port;
  throw new AppError('INTERNAL', 'No port of 127.0.0.1 is free.');
}
