import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { AppError } from '../protocol/errors.js';
import {
  INFERENCE_ENVIRONMENT,
  type InferenceAddress,
  type InferenceStart,
} from '../protocol/runtime-process.js';
import { createDeferred } from './deferred.js';
import { createSecret } from './secrets.js';
import {
  type RuntimeProcess,
  type RuntimeProcessOptions,
  startRuntimeProcess,
} from './start-runtime.js';

export interface InferenceServiceOptions extends Omit<RuntimeProcessOptions, 'cwd'> {
  root: string;
  /** A private folder for the socket. */
  folder: string;
}

/** The one process that holds the models, started when a notebook first wants it. */
export interface InferenceService {
  /** Where it listens. Always the same: kernels that lost it find the next one there. @throws AppError `INFERENCE_FAILED` */
  address(): Promise<InferenceAddress>;
  close(): Promise<void>;
}

/** A process that dies sooner than this was not worth starting again at once. */
const HEALTHY_AFTER_MS = 10_000;
const MAX_PROMPT_RESTARTS = 3;

export function createInferenceService(options: InferenceServiceOptions): InferenceService {
  const { root, folder, logger } = options;
  const address: InferenceAddress = {
    socketPath:
      process.platform === 'win32'
        ? `\\\\.\\pipe\\eccola-${randomUUID()}`
        : join(folder, 'inference.sock'),
    secret: createSecret(),
  };
  let running: { child: RuntimeProcess; ready: Promise<void> } | undefined;
  let promptRestarts = 0;
  let closed = false;

  function start(): { child: RuntimeProcess; ready: Promise<void> } {
    const startedAt = performance.now();
    const child = startRuntimeProcess('inference', {
      ...options,
      env: { ...options.env, ...INFERENCE_ENVIRONMENT },
      cwd: root,
    });
    const ready = createDeferred<void>();
    child.onMessage = (message) => {
      if (typeof message === 'object' && message && 'type' in message && message.type === 'ready') {
        ready.resolve();
      }
    };
    void child.send({ type: 'start', address, root } satisfies InferenceStart);
    void child.exited.then((exit) => {
      running = undefined;
      ready.reject(
        new AppError('INFERENCE_FAILED', 'The inference service ended before it was ready.', {
          hint: 'The server’s log holds what its process printed.',
        }),
      );
      if (closed) return;
      logger.error(exit, 'the inference service ended');
      const healthy = performance.now() - startedAt > HEALTHY_AFTER_MS;
      promptRestarts = healthy ? 0 : promptRestarts + 1;
      // Its kernels are waiting. One that keeps dying is started again only when a kernel asks.
      if (promptRestarts <= MAX_PROMPT_RESTARTS) running = start();
    });
    // Whoever asks for the address hears of it; nobody may be asking.
    ready.promise.catch(() => {});
    return { child, ready: ready.promise };
  }

  return {
    address: async () => {
      if (closed) throw new AppError('INFERENCE_FAILED', 'The server is stopping.');
      running ??= start();
      await running.ready;
      return address;
    },
    close: async () => {
      closed = true;
      await running?.child.stop();
    },
  };
}
