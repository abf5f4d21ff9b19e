import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface BreakableNetwork {
  /** The server's URL through this network. */
  url: string;
  /** Breaks every connection, and each new one until `mend`. */
  cut(): void;
  /** Breaks every connection; new ones pass. */
  drop(): void;
  mend(): void;
  /** New connections lead to another server. */
  leadTo(serverUrl: string): void;
  close(): Promise<void>;
}

/** A network between a browser and a server, that a test can break. */
export async function startNetwork(serverUrl: string): Promise<BreakableNetwork> {
  let target = new URL(serverUrl);
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect(Number(target.port), target.hostname);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.pipe(other);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');

  const drop = () => {
    for (const socket of sockets) socket.destroy();
  };
  const close = async () => {
    drop();
    await new Promise((resolve) => server.close(resolve));
  };
  onTestFinished(close);
  return {
    url: `http://127.0.0.1:${address.port}${target.pathname}`.replace(/\/$/, ''),
    cut: () => {
      isCut = true;
      drop();
    },
    drop,
    mend: () => {
      isCut = false;
    },
    leadTo: (url) => {
      target = new URL(url);
    },
    close,
  };
}
