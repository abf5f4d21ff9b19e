import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import type { AnyMessage } from '../../protocol/messages.js';
import type { InferenceAddress, KernelStart } from '../../protocol/runtime-process.js';
import { installHost } from '../../widgets/host.js';
import { installInferenceHost } from '../inference-host.js';
import type { CellCompiler } from './core/host.js';
import { inspectText } from './core/inspect-text.js';
import { Kernel } from './core/kernel.js';
import { createKernelInfo } from './core/kernel-info.js';
import { createTslabModule } from './core/tslab-module.js';
import { WorkingHandlers } from './core/working-handlers.js';
import { LOCATIONS } from './locations.js';
import { createContextStore } from './node/async-contexts.js';
import { CellModules } from './node/cell-modules.js';
import { Executor } from './node/executor.js';
import { ManifestCells } from './node/manifest-cells.js';
import { installPrintStreams } from './node/print-streams.js';
import { installProcessGuard } from './node/process-guard.js';
import { explainRefusal } from './node/refusals.js';
import { StackTraces } from './node/stack-traces.js';
import { readVersions, typescriptVersion } from './node/tslab-versions.js';

/** What a kernel needs of the transport that carries its messages. */
export interface KernelTransport {
  iopub(message: AnyMessage): void;
  inferenceAddress(): Promise<InferenceAddress>;
  /** Absolute paths of files that what the notebook shows depends on, beside its imports. */
  usesFiles(paths: readonly string[]): void;
  /** The notebook has read a visitor's request that is not there yet. */
  requestRead(): void;
  /** Handlers await something, or no more. */
  working(working: boolean): void;
  /**
   * False where each interrupt is a message as well: its signal, which is there for busy loops alone, may be seen after the
   * message, when the next cell runs already.
   */
  readonly interruptedBySignal: boolean;
  /** Ends the process once all that was sent has left it. */
  exit(code: number): void;
}

/** Takes the local files that cells import, before they run. */
interface InteractiveCompiler extends CellCompiler {
  onModules: (modules: KernelModules) => void;
}
type KernelModules = Parameters<CellModules['add']>[0];

/**
 * Makes this process a kernel. Called once: it takes over the process's output, errors and module loading.
 * @param running a compiler for the cells that someone will write, where one was started ahead
 */
export async function startKernel(
  start: KernelStart,
  transport: KernelTransport,
  running?: InteractiveCompiler,
): Promise<Kernel> {
  const { cwd, language, published, compiled } = start;
  process.chdir(cwd);
  const stackTraces = new StackTraces();
  stackTraces.install();
  const modules = new CellModules({
    cwd,
    stackTraces,
    tslab: createTslabModule(
      {
        displayData: (data, displayId, update) => kernel.displayData(data, displayId, update),
        nextDisplayId: () => kernel.nextDisplayId(),
      },
      readVersions,
    ),
  });
  const handlers = new WorkingHandlers(
    (working) => transport.working(working),
    (task, milliseconds) => {
      const timer = setTimeout(task, milliseconds).unref();
      return () => clearTimeout(timer);
    },
  );
  // Nobody interrupts a published kernel: one that does not end is killed.
  const executor = new Executor({
    require: modules.require,
    stackTraces,
    isBreakable: !published,
  });
  const kernel: Kernel = new Kernel({
    session: start.kernelId,
    commIdSeed: start.commIdSeed,
    published,
    onRequestRead: () => transport.requestRead(),
    iopub: (message) => transport.iopub(message),
    info: createKernelInfo(language, {
      eccola: ownVersion(),
      language: language === 'typescript' ? typescriptVersion() : process.versions.node,
    }),
    host: {
      contexts: createContextStore(),
      executor,
      compiler: await createCompiler(start, modules, running),
      inspect: (value) => inspectText(value, inspect),
      explain: explainRefusal,
      defer: (task) => void setImmediate(task),
      runInterruptible: (handler) => executor.runInterruptible(handler),
      working: (task) => handlers.add(task),
      exit: () => transport.exit(0),
    },
  });
  if (compiled) modules.add(compiled.modules);
  installPrintStreams((name, text) => kernel.writeStream(name, text));
  Object.defineProperty(globalThis, 'prompt', {
    configurable: true,
    writable: true,
    value: (message?: unknown) => kernel.requestInput(String(message ?? '')),
  });
  installProcessGuard({
    kernel,
    published,
    interruptedBySignal: transport.interruptedBySignal,
    exit: (code) => transport.exit(code),
  });
  installInferenceHost({
    cwd,
    address: () => transport.inferenceAddress(),
    usesFiles: (paths) => transport.usesFiles(paths),
  });
  installHost(kernel.widgetHost);
  return kernel;
}

/** TypeScript's process, and what starts it, is loaded only where someone writes cells. */
async function createCompiler(
  { compiled, cwd, language }: KernelStart,
  modules: CellModules,
  running: InteractiveCompiler | undefined,
): Promise<CellCompiler> {
  if (compiled) return new ManifestCells(compiled);
  const compiler = running ?? (await startCompiler(cwd, language));
  compiler.onModules = (files) => modules.add(files);
  return compiler;
}

async function startCompiler(
  cwd: string,
  language: KernelStart['language'],
): Promise<InteractiveCompiler> {
  const { CompilerProcess } = await import('./node/compiler-process.js');
  const compiler = new CompilerProcess({ cwd, language });
  compiler.warm();
  return compiler;
}

function ownVersion(): string {
  const text = readFileSync(LOCATIONS.packageJson, 'utf8');
  return String(JSON.parse(text).version);
}
