import { visit } from '../bear-visitor.mjs';
import { memoryOf, rest, treeOf } from '../process-tree.mjs';
import { startServer } from '../server.mjs';

// Buffers and the compiled code of hot functions are made in the first visits, and stay; V8 lets its heap grow to what
// visits need within about eighty of them.
const WARM_UP = 100;
const CYCLES = 200;

/** What 200 visits leave behind: open, upload, classify, close. */
export async function growth(product, browser) {
  const server = await startServer(product);
  try {
    const cycle = async () => {
      const visitor = await visit(browser, server.appUrl);
      await visitor.classify();
      await visitor.close();
    };
    for (let count = 0; count < WARM_UP; count += 1) await cycle();
    await rest(server.pid);
    const before = memoryOf(server.pid);
    for (let count = 0; count < CYCLES; count += 1) await cycle();
    await rest(server.pid);
    const after = memoryOf(server.pid);
    return {
      [`server after ${WARM_UP} visits, MiB`]: before,
      [`server after ${CYCLES} more, MiB`]: after,
      'processes left': treeOf(server.pid).length,
    };
  } finally {
    await server.close();
  }
}
