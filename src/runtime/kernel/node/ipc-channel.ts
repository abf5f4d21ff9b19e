import type { FromKernel, ToKernel } from '../../../protocol/runtime-process.js';

export interface IpcHandlers {
  onFrame: (bytes: Uint8Array) => void;
  onControl: (message: ToKernel) => void;
}

/** The channel to the process that started this one. */
export interface IpcChannel {
  send(message: FromKernel | Uint8Array): void;
  /** Ends the process once all that was sent has left it. */
  exit(code: number): void;
}

/**
 * Takes Node's ipc channel over and hides it from the cells: a notebook does not talk to the server.
 * The process ends with the channel, so that a kernel never outlives who started it.
 */
export function openIpcChannel({ onFrame, onControl }: IpcHandlers): IpcChannel {
  const send = process.send?.bind(process);
  if (!send) throw new Error('A kernel is started by eccola: this process has no ipc channel.');
  const exit = process.exit.bind(process);
  process.on('message', (message: unknown) => {
    if (message instanceof Uint8Array) onFrame(message);
    else onControl(message as ToKernel);
  });
  process.on('disconnect', () => exit(0));
  let unsent = 0;
  let whenSent: (() => void) | undefined;
  Object.defineProperty(process, 'send', { value: undefined });
  Object.defineProperty(process, 'disconnect', { value: undefined });
  return {
    send: (message) => {
      unsent += 1;
      send(message, undefined, undefined, () => {
        unsent -= 1;
        if (unsent === 0) whenSent?.();
      });
    },
    // What was printed in this turn of the event loop is sent at its end.
    exit: (code) =>
      void setImmediate(() => {
        whenSent = () => exit(code);
        if (unsent === 0) whenSent();
      }),
  };
}
