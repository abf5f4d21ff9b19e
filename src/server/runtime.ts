import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { type Compiler, createCompiler } from './compiler.js';
import { createInferenceService } from './inference-service.js';
import type { KernelProvisioner } from './kernel-provisioner.js';
import { createLocalKernels } from './local-kernels.js';
import { startReaper } from './reaper.js';
import type { Reach } from './sandbox.js';

export interface RuntimeOptions {
  root: string;
  cacheDir: string;
  env: Readonly<Record<string, string>>;
  reach: Reach;
  /** Whoever writes the notebooks is at work. */
  watch: boolean;
  logger: Logger;
}

/** The processes that serve notebooks, and the folder that they meet in. */
export interface Runtime {
  compiler: Compiler;
  kernels: KernelProvisioner;
  close(): Promise<void>;
}

const COMPILER_IDLE_MS = 30_000;
/** An author saves again: TypeScript takes seconds to load. */
const AUTHORS_COMPILER_IDLE_MS = 15 * 60_000;
const KERNEL_START_TIMEOUT_MS = 30_000;
/** A unix socket's path holds 107 bytes: some systems' temporary folders leave no room for it. */
const LONGEST_FOLDER = 60;

export async function createRuntime(options: RuntimeOptions): Promise<Runtime> {
  const { root, cacheDir, logger } = options;
  const parent = tmpdir().length > LONGEST_FOLDER ? '/tmp' : tmpdir();
  const folder = await mkdtemp(join(parent, 'eccola-'));
  const reaper = startReaper(folder);
  const env = { ...systemEnvironment(), ...options.env };
  const inference = createInferenceService({
    root,
    folder,
    logger,
    reaper,
    env: systemEnvironment(),
  });
  const compiler = createCompiler({
    cacheDir,
    logger,
    reaper,
    env: systemEnvironment(),
    idleMs: options.watch ? AUTHORS_COMPILER_IDLE_MS : COMPILER_IDLE_MS,
    staysWarm: options.watch,
  });
  const kernels = createLocalKernels({
    root,
    folder,
    reach: options.reach,
    inference,
    logger,
    reaper,
    env,
    startTimeoutMs: KERNEL_START_TIMEOUT_MS,
  });
  return {
    compiler,
    kernels,
    close: async () => {
      await Promise.all([kernels.close(), inference.close(), compiler.close()]);
      await reaper.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What Windows needs to start any program at all; elsewhere nothing. */
function systemEnvironment(): Record<string, string> {
  const { SystemRoot } = process.env;
  return process.platform === 'win32' && SystemRoot !== undefined ? { SystemRoot } : {};
}
