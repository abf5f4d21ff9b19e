import { visit } from '../bear-visitor.mjs';
import { memoryOf, settle, shrinkTo, treeOf } from '../process-tree.mjs';
import { startServer } from '../server.mjs';

// Buffers and the compiled code of hot functions are made in the first visits, and stay.
const WARM_UP = 20;
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
    await settle(server.pid);
    const idleProcesses = treeOf(server.pid).length;
    const rest = async () => {
      // The inference service may have come with the first visit, and it stays.
      await shrinkTo(server.pid, idleProcesses + 1);
      await settle(server.pid);
      return memoryOf(server.pid);
    };
    for (let count = 0; count < WARM_UP; count += 1) await cycle();
    const before = await rest();
    for (let count = 0; count < CYCLES; count += 1) await cycle();
    const after = await rest();
    return {
      [`server after ${WARM_UP} visits, MiB`]: before,
      [`server after ${CYCLES} more, MiB`]: after,
      'processes left': treeOf(server.pid).length,
    };
  } finally {
    await server.close();
  }
}
