import { JUPYTER_KERNEL_MAIN } from '../server/start-runtime.js';

/** `eccola kernel --connection-file F [--language L]`: this process becomes the kernel, and reads the options itself. */
export async function kernel(): Promise<void> {
  await import(JUPYTER_KERNEL_MAIN.href);
}
