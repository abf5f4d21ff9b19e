import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
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

const LOOK_AGAIN_MS = 20;

/** Resolves when somebody listens on a port of this machine, or the signal says that nobody will. */
export async function untilListening(port: number, gone: AbortSignal): Promise<void> {
  while (!gone.aborted && !(await isListening(port))) await setTimeout(LOOK_AGAIN_MS);
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
