import type { Logger } from 'pino';

/** Kernels finish what they are at, and every process that was started has a second to end by itself. */
const PATIENCE_MS = 4500;

/**
 * Ends the process in order on SIGINT and SIGTERM, at once on the second one. To be told to end is no failure, so the
 * code is 0; a defect is 1, as jupyter-server-proxy starts a program again only if that ended with another code than 0.
 */
export function endOnSignals(close: () => Promise<void>, logger: Logger): void {
  let isEnding = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isEnding) process.exit(1);
      isEnding = true;
      logger.info({ signal }, 'ending');
      setTimeout(() => process.exit(1), PATIENCE_MS).unref();
      close().then(
        () => process.exit(0),
        (error: unknown) => {
          logger.error({ err: error }, 'did not end in order');
          process.exit(1);
        },
      );
    });
  }
  process.on('uncaughtException', (error) => {
    logger.fatal({ err: error }, 'a defect of eccola');
    process.exit(1);
  });
}
