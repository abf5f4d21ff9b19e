import { createDeferred } from '../../src/server/deferred.js';
import type { KernelExit, KernelHandle } from '../../src/server/kernel-provisioner.js';

/** Kernels that are there when the test says so; `here` is when one answers that it is. */
export function createFactory() {
  const starting: ReturnType<typeof createDeferred<KernelHandle>>[] = [];
  const killed: string[] = [];
  let made = 0;
  const make = (here: Promise<true> = Promise.resolve(true)): KernelHandle & { die(): void } => {
    made += 1;
    const id = `kernel-${made}`;
    const exited = createDeferred<KernelExit>();
    const die = () => exited.resolve({ code: 1, signal: null });
    const kill = async () => {
      killed.push(id);
      die();
    };
    return {
      id,
      pid: undefined,
      exited: exited.promise,
      onFrame: undefined,
      onFile: undefined,
      send: async () => {},
      setRequest: () => {},
      onRequestRead: undefined,
      onWorking: undefined,
      attach: () => {},
      isHere: () => Promise.race([here, exited.promise.then(() => false)]),
      kill,
      die,
    };
  };
  const start = () => {
    const one = createDeferred<KernelHandle>();
    starting.push(one);
    return one.promise;
  };
  return { start, make, starting, killed };
}
