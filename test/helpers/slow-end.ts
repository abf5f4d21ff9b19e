import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { connect } from 'node:net';
import { onTestFinished } from 'vitest';

/**
 * A network between a browser and a server in which the end of every page is late.
 * @param mark what a page's end begins with
 * @returns the server's URL through it, and what lets the ends that wait, and all that come later, through
 */
export async function startSlowEnd(
  serverUrl: string,
  mark: string,
): Promise<{ url: string; release: () => void }> {
  const { hostname, port } = new URL(serverUrl);
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const server = createServer((near, answer) => {
    const { method, url, headers } = near;
    const far = request(
      { hostname, port, method, path: url, headers: { ...headers, 'accept-encoding': 'identity' } },
      async (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers);
        const body = Buffer.concat(await response.toArray());
        const end = body.indexOf(mark);
        if (end !== -1) {
          answer.write(body.subarray(0, end));
          await released;
        }
        answer.end(body.subarray(Math.max(end, 0)));
      },
    );
    near.pipe(far);
  });
  server.on('upgrade', (near, socket, head) => {
    const far = connect(Number(port), hostname);
    const fields = near.rawHeaders.map((text, index) => text + (index % 2 === 0 ? ': ' : '\r\n'));
    far.write(`GET ${near.url} HTTP/1.1\r\n${fields.join('')}\r\n`);
    far.write(head);
    socket.pipe(far).pipe(socket);
    socket.on('error', () => far.destroy());
    far.on('error', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  onTestFinished(async () => {
    release();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${address.port}`, release };
}
