import { visit } from '../bear-visitor.mjs';
import { memoryOf, settle } from '../process-tree.mjs';
import { startServer } from '../server.mjs';

const VISITORS = 20;

/** Memory of one more visitor: of 20 pages open at once, each with a photo classified, less the first, over 19. */
export async function memory(product, browser) {
  const server = await startServer(product);
  try {
    const visitors = [];
    const open = async () => {
      const visitor = await visit(browser, server.appUrl);
      await visitor.classify();
      visitors.push(visitor);
    };
    await open();
    await settle(server.pid);
    const withOne = memoryOf(server.pid);
    while (visitors.length < VISITORS) await open();
    await settle(server.pid);
    const withAll = memoryOf(server.pid);
    await Promise.all(visitors.map((visitor) => visitor.close()));
    return {
      'server with one visitor, MiB': withOne,
      [`server with ${VISITORS} visitors, MiB`]: withAll,
      'one more visitor, MiB': (withAll - withOne) / (VISITORS - 1),
    };
  } finally {
    await server.close();
  }
}
