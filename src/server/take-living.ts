import { within } from './deferred.js';
import type { KernelPool, KernelTicket } from './kernel-pool.js';
import type { KernelHandle } from './kernel-provisioner.js';

/** How long a kernel has to say that it is there. */
const ASK_MS = 1000;
/** After this long the next kernel is as good as any. */
const CHOICE_MS = 3000;

/**
 * Takes a kernel that answers: for whoever had one that has ended, as what ended it may just be ending others that wait,
 * and those are not seen to have ended before they are gone.
 */
export function takeLiving(pool: Pick<KernelPool, 'take'>): KernelTicket {
  let ticket = pool.take();
  let isCancelled = false;

  async function choose(): Promise<KernelHandle> {
    const until = performance.now() + CHOICE_MS;
    for (;;) {
      const kernel = await ticket.kernel;
      const isHere = (await within(ASK_MS, kernel.isHere())) === true;
      if (isHere || isCancelled || performance.now() > until) return kernel;
      void kernel.kill();
      ticket = pool.take();
    }
  }

  return {
    kernel: choose(),
    get position() {
      return ticket.position;
    },
    cancel: () => {
      isCancelled = true;
      ticket.cancel();
    },
  };
}
