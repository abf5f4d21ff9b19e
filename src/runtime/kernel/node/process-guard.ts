import type { Kernel } from '../core/kernel.js';

export interface ProcessGuardOptions {
  kernel: Kernel;
  published: boolean;
  /** Whether a SIGINT ends what a cell awaits; a busy loop it ends anyway, but in a published kernel. */
  interruptedBySignal: boolean;
  /** Ends the process once all that was sent has left it. */
  exit: (code: number) => void;
}

/** Thrown where a cell calls `process.exit`, so that nothing after the call runs. */
class ExitError extends Error {
  override readonly name = 'ExitError';
}

/** Keeps what a notebook does to its process from ending the kernel in silence. */
export function installProcessGuard({
  kernel,
  published,
  interruptedBySignal,
  exit,
}: ProcessGuardOptions): void {
  process.on('uncaughtException', (error) => kernel.reportError(error));
  process.on('unhandledRejection', (reason) => kernel.reportError(reason));
  process.on('SIGINT', () => {
    if (interruptedBySignal) kernel.interrupt();
  });
  if (published) refuseSignals();
  process.exit = (code) => {
    const said = `process.exit(${code ?? ''})`;
    if (published) {
      throw new ExitError(`${said} was called, but a published notebook cannot end its kernel.`);
    }
    kernel.writeStream('stderr', `${said} was called: the kernel ends.\n`);
    exit(Number(code ?? process.exitCode ?? 0));
    throw new ExitError(`${said} was called: the kernel ends.`);
  };
}

/** Node's permission model lets a process signal all others of its user: the server, and other visitors' kernels. */
function refuseSignals(): void {
  const kill: unknown = Reflect.get(process, '_kill');
  if (typeof kill !== 'function') return;
  // What `process.kill` calls.
  Reflect.set(process, '_kill', (pid: number, signal: number): unknown => {
    if (pid === process.pid) return kill.call(process, pid, signal);
    throw new Error(`A published notebook signals no other processes, not ${pid} either.`);
  });
}
