import { constants } from 'node:os';
import type { Logger } from 'pino';

/** Every process that was started has a second to end by itself. */
const PATIENCE_MS = 3000;

/**
 * Ends the process in order on SIGINT and SIGTERM, at once on the second one, and by the signal itself in the end: whoever
 * started it sees that it was told to end. jupyter-server-proxy never starts a program again that ended with code 0, so
 * a requested end is not 0 either, and a defect is 1.
 */
export function endOnSignals(close: () => Promise<void>, logger: Logger): void {
  let isEnding = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isEnding) return endBy(signal);
      isEnding = true;
      logger.info({ signal }, 'ending');
      setTimeout(() => endBy(signal), PATIENCE_MS).unref();
      close()
        .catch((error: unknown) => logger.error({ err: error }, 'did not end in order'))
        .finally(() => endBy(signal));
    });
  }
  process.on('uncaughtException', (error) => {
    logger.fatal({ err: error }, 'a defect of eccola');
    process.exit(1);
  });
}

/** As process 1 of a container it cannot be ended by a signal: by the code that stands for it, then. */
function endBy(signal: 'SIGINT' | 'SIGTERM'): void {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
  setTimeout(() => process.exit(128 + constants.signals[signal]), 100);
}
