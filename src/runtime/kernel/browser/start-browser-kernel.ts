import { inspect } from 'node-inspect-extracted';
import type { BrowserModels, BrowserNotebook } from '../../../protocol/browser-kernel.js';
import type { AnyMessage } from '../../../protocol/messages.js';
import { toQuery } from '../../../protocol/visitor-request.js';
import { installHost } from '../../../widgets/host.js';
import * as eccola from '../../../widgets/index.js';
import { createOnnxModule } from '../../inference/browser/onnx.js';
import { inspectText } from '../core/inspect-text.js';
import { Kernel } from '../core/kernel.js';
import { createKernelInfo } from '../core/kernel-info.js';
import { createTslabModule, type TslabVersions } from '../core/tslab-module.js';
import { WorkingHandlers } from '../core/working-handlers.js';
import { CellModules } from './cell-modules.js';
import { createContexts } from './contexts.js';
import { explainMissing } from './node-words.js';
import { NotebookCells } from './notebook-cells.js';
import { installPrintStreams } from './print-streams.js';

/** What this was built with (scripts/build-kernel.mjs). */
declare const BUILT_WITH: TslabVersions & { eccola: string };

export interface BrowserKernelOptions {
  kernelId: string;
  notebook: BrowserNotebook;
  /** Absolute address of its script. */
  address: string;
  /** The query of the page's address, with its `?`. */
  search: string;
  iopub: (message: AnyMessage) => void;
  /** Handlers await something, or no more. */
  onWorking: (working: boolean) => void;
  /** Something takes its time, in words; undefined when that is over. */
  onProgress: (words: string | undefined) => void;
  exit: () => void;
}

/** Makes this worker a kernel. Called once: it takes over the console, timers and errors. */
export function startBrowserKernel({
  kernelId,
  notebook,
  address,
  search,
  iopub,
  onWorking,
  onProgress,
  exit,
}: BrowserKernelOptions): Kernel {
  const { eccola: eccolaVersion, ...versions } = BUILT_WITH;
  const contexts = createContexts(globalThis);
  const handlers = new WorkingHandlers(onWorking, (task, milliseconds) => {
    const timer = setTimeout(task, milliseconds);
    return () => clearTimeout(timer);
  });
  const models = notebook.models && toAbsolute(notebook.models, address);
  const onnx = once(() => {
    if (!models) throw new Error('The page was built without its models.');
    return createOnnxModule({ models, say: onProgress, follow: contexts.follow });
  });
  const modules = new CellModules({
    ...notebook,
    own: {
      eccola: () => eccola,
      tslab: () => tslab,
      ...(models && { 'eccola/onnx': () => onnx() }),
    },
  });
  const tslab = createTslabModule(
    {
      displayData: (data, displayId, update) => kernel.displayData(data, displayId, update),
      nextDisplayId: () => kernel.nextDisplayId(),
    },
    () => versions,
  );
  const cells = new NotebookCells(notebook, modules.require);
  const kernel: Kernel = new Kernel({
    session: kernelId,
    commIdSeed: notebook.commIdSeed,
    published: true,
    onRequestRead: () => {},
    iopub,
    info: createKernelInfo(notebook.language, {
      eccola: eccolaVersion,
      language: notebook.language === 'typescript' ? versions.typescript : '2022',
    }),
    host: {
      contexts,
      executor: cells,
      compiler: cells,
      inspect: (value) => inspectText(value, inspect),
      explain: explainMissing,
      defer: createDefer(),
      runInterruptible: (handler) => handler(),
      working: (task) => {
        contexts.hold(task);
        handlers.add(task);
      },
      exit,
    },
  });
  kernel.setRequest({ query: toQuery(search), search, headers: {}, cookies: {}, user: undefined });
  installPrintStreams((name, text) => kernel.writeStream(name, text));
  Reflect.set(globalThis, 'prompt', (message?: unknown) =>
    kernel.requestInput(String(message ?? '')),
  );
  addEventListener('error', (event) => {
    event.preventDefault();
    kernel.reportError(event.error ?? new Error(event.message));
  });
  addEventListener('unhandledrejection', (event) => {
    event.preventDefault();
    kernel.reportError(event.reason);
  });
  installHost(kernel.widgetHost);
  return kernel;
}

function toAbsolute(models: BrowserModels, base: string): BrowserModels {
  const absolute = (address: string) => new URL(address, base).href;
  const files = Object.entries(models.files).map(([path, file]) => {
    const data = file.data && { ...file.data, address: absolute(file.data.address) };
    return [path, { ...file, model: absolute(file.model), data }] as const;
  });
  return {
    runtime: absolute(models.runtime),
    wasm: absolute(models.wasm),
    heic: absolute(models.heic),
    files: Object.fromEntries(files),
  };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Runs tasks in turns of the event loop that come after what has arrived; a timer would make them wait for 4 ms. */
function createDefer(): (task: () => void) => void {
  const tasks: (() => void)[] = [];
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => tasks.shift()?.();
  return (task) => {
    tasks.push(task);
    port2.postMessage(null);
  };
}
