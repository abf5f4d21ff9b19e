import { JUPYTER_KERNEL_MAIN } from '../server/start-runtime.js';
import type { Command } from './command.js';

const USAGE = `eccola kernel --connection-file FILE [--language LANGUAGE]

Is a kernel for a Jupyter front end, which starts it by the kernelspec that eccola install writes.`;

/** This process becomes the kernel, which reads the options itself. */
export const kernelCommand: Command = {
  usage: USAGE,
  run: async () => {
    await import(JUPYTER_KERNEL_MAIN.href);
    return 0;
  },
};
