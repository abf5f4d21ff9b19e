import { randomUUID } from 'node:crypto';
import { mkdtemp, realpath, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../protocol/errors.js';
import {
  KERNEL_ENVIRONMENT,
  type KernelStart,
  MAKE_CODE_CACHE,
  stampOf,
  type ToKernel,
} from '../protocol/runtime-process.js';
import { makeCodeCache } from './code-cache.js';
import { createDeferred, within } from './deferred.js';
import type { InferenceService } from './inference-service.js';
import type { KernelHandle, KernelProvisioner, KernelRecipe } from './kernel-provisioner.js';
import { createMemoryWatch } from './memory-watch.js';
import { lowerPriority, restorePriority } from './priority.js';
import { removeFolder } from './remove-folder.js';
import { SAMPLE_RECIPE } from './sample-notebook.js';
import { type Reach, sandboxArguments } from './sandbox.js';
import {
  KERNEL_CODE,
  type RuntimeProcess,
  type RuntimeProcessOptions,
  startRuntimeProcess,
} from './start-runtime.js';

export interface LocalKernelsOptions extends Omit<RuntimeProcessOptions, 'cwd'> {
  root: string;
  inference: InferenceService;
  /** Absolute path of the folder that holds each kernel's temporary folder. */
  folder: string;
  reach: Reach;
  /** How long a kernel may take until it is ready for messages. */
  startTimeoutMs: number;
}

/** Node itself, the stack, and buffers that hold a photo or two. */
const BESIDE_HEAP_MIB = 256;

interface CodeCacheFile {
  /** Absolute. */
  path: string;
  /** The stamp of the code. */
  madeOf: string;
}

/** Kernels as child processes of the server. */
export function createLocalKernels(options: LocalKernelsOptions): KernelProvisioner {
  const running = new Set<RuntimeProcess>();
  let closed = false;
  let codeCache: CodeCacheFile | undefined;
  let preparing: Promise<void> | undefined;
  const memory = createMemoryWatch({
    limit: options.reach.memoryLimit + BESIDE_HEAP_MIB,
    onExcess: (pid) => {
      for (const child of running) if (child.pid === pid) child.endForMemory();
    },
  });

  async function startProcess(
    cwd: string,
    { background = false, makesCodeCache = false },
  ): Promise<RuntimeProcess> {
    const { root, env, reach, logger } = options;
    const temporaryFolder = await mkdtemp(path.join(await realpath(options.folder), 'kernel-'));
    if (closed) throw new AppError('KERNEL_START_FAILED', 'The server is stopping.');
    const child = startRuntimeProcess('kernel', {
      ...options,
      cwd,
      env: { ...env, ...KERNEL_ENVIRONMENT, TMPDIR: temporaryFolder },
      nodeArguments: sandboxArguments({
        ...{ root, cwd, temporaryFolder, ...reach },
        codeCache: codeCache?.path,
      }),
      args: makesCodeCache
        ? [MAKE_CODE_CACHE]
        : codeCache
          ? [codeCache.path, codeCache.madeOf]
          : [],
    });
    running.add(child);
    if (background) lowerPriority(child.pid);
    if (child.pid !== undefined) memory.watch(child.pid, child.exited);
    void child.exited.then(async () => {
      running.delete(child);
      await removeFolder(temporaryFolder).catch((error: unknown) =>
        logger.warn({ err: error }, 'a kernel’s temporary folder is left behind'),
      );
    });
    return child;
  }

  async function writeCodeCache(): Promise<CodeCacheFile> {
    const madeOf = stampOf(await stat(KERNEL_CODE));
    const recipe = { ...SAMPLE_RECIPE, cwd: options.root };
    const child = await startProcess(recipe.cwd, { background: true, makesCodeCache: true });
    try {
      const data = await makeCodeCache(child, await startKernel(child, recipe, options));
      const file = path.join(await realpath(options.folder), 'code-cache');
      await writeFile(file, data, { mode: 0o600 });
      return { path: file, madeOf };
    } finally {
      void child.stop();
    }
  }

  async function prepare(): Promise<void> {
    try {
      codeCache = await writeCodeCache();
    } catch (error) {
      if (!closed) options.logger.warn({ err: error }, 'kernels start without a code cache');
    }
  }

  return {
    start: async (recipe, { background = false } = {}) =>
      await startKernel(await startProcess(recipe.cwd, { background }), recipe, options),
    prepare: async () => {
      preparing ??= prepare();
      await preparing;
    },
    close: async () => {
      closed = true;
      await Promise.all([...running].map((child) => child.stop()));
      await preparing;
    },
  };
}

async function startKernel(
  child: RuntimeProcess,
  recipe: KernelRecipe,
  { root, inference, startTimeoutMs, logger }: LocalKernelsOptions,
): Promise<KernelHandle> {
  const id = randomUUID();
  const [ready, here] = [createDeferred<void>(), createDeferred<true>()];
  const handle = createHandle(id, child, here.promise);
  child.onMessage = (message) => {
    if (message instanceof Uint8Array) handle.onFrame?.(message);
    else if (isOfType(message, 'ready')) ready.resolve();
    else if (isOfType(message, 'here')) here.resolve(true);
    else if (isOfType(message, 'request-read')) handle.onRequestRead?.();
    else if (isOfType(message, 'working')) handle.onWorking?.(isWorking(message));
    else if (isOfType(message, 'inference')) void answerInference(child, inference);
    else if (isOfType(message, 'uses')) for (const file of pathsOf(message)) handle.onFile?.(file);
    else logger.warn({ process: 'kernel', pid: child.pid, message }, 'a kernel says');
  };
  const start: KernelStart = { type: 'start', kernelId: id, root, published: true, ...recipe };
  void child.send(start);
  // The models take longer to load than the kernel to start: side by side.
  if (recipe.compiled.imports.includes('eccola/onnx')) {
    // What is wrong with it is said when the notebook asks.
    inference.address().catch(() => {});
  }
  await waitUntilReady(ready.promise, child, startTimeoutMs);
  return handle;
}

function createHandle(id: string, child: RuntimeProcess, here: Promise<true>): KernelHandle {
  return {
    id,
    pid: child.pid,
    exited: child.exited,
    onFrame: undefined,
    onFile: undefined,
    send: (frame) => child.send(frame),
    setRequest: (request) => {
      // It has its visitor.
      restorePriority(child.pid);
      void child.send({ type: 'request', request } satisfies ToKernel);
    },
    onRequestRead: undefined,
    onWorking: undefined,
    attach: () => void child.send({ type: 'attach' } satisfies ToKernel),
    isHere: async () => {
      restorePriority(child.pid);
      void child.send({ type: 'is-here' } satisfies ToKernel);
      return await Promise.race([here, child.exited.then(() => false)]);
    },
    kill: () => child.stop(),
  };
}

async function waitUntilReady(
  ready: Promise<void>,
  child: RuntimeProcess,
  timeoutMs: number,
): Promise<void> {
  const outcome = await within(timeoutMs, Promise.race([ready, child.exited]));
  if (outcome === undefined) return;
  await child.stop();
  const reason =
    outcome === 'late'
      ? `it was not ready after ${timeoutMs / 1000} s`
      : `its process ended (${outcome.signal ?? `code ${outcome.code}`})`;
  throw new AppError('KERNEL_START_FAILED', `A kernel did not start: ${reason}.`, {
    hint: 'The server’s log holds what its process printed.',
  });
}

async function answerInference(child: RuntimeProcess, inference: InferenceService): Promise<void> {
  try {
    await child.send({ type: 'inference', address: await inference.address() });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await child.send({ type: 'inference', address: undefined, reason });
  }
}

function isWorking(message: object): boolean {
  return 'working' in message && message.working === true;
}

/** A notebook may send what it likes over the channel: only what a kernel says is understood. */
function isOfType(message: unknown, type: string): message is { type: string } {
  return (
    typeof message === 'object' && message !== null && 'type' in message && message.type === type
  );
}

function pathsOf(message: object): string[] {
  const paths = 'paths' in message && Array.isArray(message.paths) ? message.paths : [];
  return paths.filter((path) => typeof path === 'string');
}
