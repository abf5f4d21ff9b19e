import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { memoryOf, settle, treeOf } from '../process-tree.mjs';
import { startServer } from '../server.mjs';

const VISITORS = 100;
/** At a time: a hundred kernels at once say more of the machine than of the server. */
const AT_ONCE = 10;
const AFTER = 30_000;

/** What is left of a hundred visitors half a minute after the last of them closed the page. */
export async function leaving(product) {
  const server = await startServer(product);
  try {
    await (await arrive(server.appUrl)).leave();
    await sleep(AFTER);
    await settle(server.pid);
    const before = { memory: memoryOf(server.pid), own: ownMemory(server.pid) };
    for (let count = 0; count < VISITORS; count += AT_ONCE) {
      const visitors = await Promise.all(
        Array.from({ length: AT_ONCE }, () => arrive(server.appUrl)),
      );
      await Promise.all(visitors.map((visitor) => visitor.leave()));
    }
    await sleep(AFTER);
    const after = { memory: memoryOf(server.pid), own: ownMemory(server.pid) };
    return {
      'before, MiB': before.memory,
      [`${AFTER / 1000} s after ${VISITORS} visitors, MiB`]: after.memory,
      'more, %': (100 * (after.memory - before.memory)) / before.memory,
      'server process before, MiB': before.own,
      'server process after, MiB': after.own,
      'processes left': treeOf(server.pid).length,
    };
  } finally {
    await server.close();
  }
}

/** The server itself, without what it started. */
function ownMemory(pid) {
  return memoryOf(pid, [pid]);
}

/** Comes as a page does: loads, asks for a kernel until there is one, connects. */
async function arrive(appUrl) {
  const { origin, pathname } = new URL(appUrl);
  const config = await waitForPage(appUrl);
  const id = crypto.randomUUID();
  let cookie = '';
  for (;;) {
    const response = await fetch(`${origin}/api/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', prefer: 'respond-async', origin, cookie },
      body: JSON.stringify({ path: config.path, id, snapshot: config.snapshot, search: '' }),
    });
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
    const session = await response.json();
    if (response.status === 200) return await connect(session.kernel.id);
    if (response.status !== 202) throw new Error(`${pathname}: ${JSON.stringify(session)}`);
    await sleep(session.retryAfter);
  }

  async function connect(kernelId) {
    const address = `${origin.replace('http', 'ws')}/api/kernels/${kernelId}/channels?session_id=${id}`;
    const socket = new WebSocket(address, 'v1.kernel.websocket.jupyter.org', {
      headers: { origin, cookie },
    });
    await once(socket, 'open');
    return {
      leave: async () => {
        socket.close(1001);
        await once(socket, 'close');
      },
    };
  }
}

async function waitForPage(appUrl) {
  for (;;) {
    const page = await (await fetch(appUrl)).text();
    const config = JSON.parse(
      /<script id="eccola-page"[^>]*>(.*?)<\/script>/s.exec(page)?.[1] ?? '{}',
    );
    if (config.snapshot !== undefined) return config;
    await sleep(200);
  }
}
