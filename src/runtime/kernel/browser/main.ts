import type {
  BrowserKernelStart,
  BrowserNotebook,
  FromBrowserKernel,
  ToBrowserKernel,
} from '../../../protocol/browser-kernel.js';
import { decodeFrame, encodeFrame } from '../../../protocol/framing.js';
import { parseKernelError } from '../../../protocol/kernel-error.js';
import { type AnyMessage, createMessage } from '../../../protocol/messages.js';
import { createOutputCollector } from '../../../protocol/output-collector.js';
import { OUTPUTS_TYPE, PROGRESS_TYPE } from '../../../protocol/session.js';
import { toVisibleText, visibleOutputs } from '../../../protocol/visible-outputs.js';
import type { Kernel } from '../core/kernel.js';
import { shortHash } from '../core/sha256-hex.js';
import { type CellFailure, runNotebook } from './run-notebook.js';
import { startBrowserKernel } from './start-browser-kernel.js';

/* The worker that is the kernel of a page without a server. */

declare const self: DedicatedWorkerGlobalScope & { eccolaNotebook?: BrowserNotebook };

/** The author's log, before the console prints into the notebook. */
// biome-ignore lint/suspicious/noConsole: a page without a server has no other log
const log = console.error.bind(console);
const endWorker = self.close.bind(self);
let kernel: Kernel | undefined;
let isReady = false;
/** Nobody is shown yet what the notebook puts out: the page shows it already. */
let accept: (message: AnyMessage) => void = post;

self.onmessage = ({ data }: MessageEvent<Uint8Array | ToBrowserKernel>) => {
  if (data instanceof Uint8Array) kernel?.receive(decodeFrame(data), { send: post });
  else if (data.type === 'probe') say({ type: 'alive' });
  else void start(data);
};
self.close = () => {
  say({ type: 'ended' });
  endWorker();
};

async function start(options: BrowserKernelStart): Promise<void> {
  await holdLock(options.lock);
  say({ type: 'preparing', message: 'Loading the notebook…' });
  const notebook = loadNotebook(options.notebook);
  if (!notebook) {
    say({
      type: 'failed',
      message: 'The notebook could not be loaded.',
      hint: 'The site may have been built anew: load the page again.',
    });
    return;
  }
  kernel = startBrowserKernel({
    ...options,
    notebook,
    iopub: (message) => accept(message),
    address: options.notebook,
    onWorking: (working) => progress(working ? 'Working…' : null),
    onProgress: (words) => {
      if (isReady) progress(words ?? null);
      else if (words !== undefined) say({ type: 'preparing', message: words });
    },
    exit: self.close,
  });
  const failure = await (notebook.ahead ? runAhead : runForVisitor)(kernel, notebook);
  if (failure) say({ type: 'failed', ...toWords(failure) });
}

/** Executes what the page shows already: the visitor sees what differs, such as the time of day. */
async function runAhead(
  started: Kernel,
  { cells }: BrowserNotebook,
): Promise<CellFailure | undefined> {
  const collector = createOutputCollector();
  accept = (message) => {
    collector.accept(message);
    logError(message);
  };
  const failure = await runNotebook(started, cells, {
    onCell: ({ id }, msgId, number, total) => {
      collector.begin(msgId, id);
      say({ type: 'preparing', message: `Running cell ${number} of ${total}…` });
    },
  });
  if (failure) return failure;
  started.attach();
  accept = post;
  say({ type: 'ready' });
  for (const { id, shown } of cells) {
    const outputs = collector.outputs.get(id) ?? [];
    if (shown === undefined || shortHash(toVisibleText(outputs)) === shown) continue;
    post(toMessage(OUTPUTS_TYPE, { cell_id: id, outputs: visibleOutputs(outputs) }));
  }
  return undefined;
}

/** Executes what depends on who looks, while they do. */
async function runForVisitor(
  started: Kernel,
  { cells }: BrowserNotebook,
): Promise<CellFailure | undefined> {
  say({ type: 'ready' });
  await runNotebook(started, cells, {
    onCell: (_cell, _msgId, number, total) => progress(`Running cell ${number} of ${total}`),
  });
  started.attach();
  progress(null);
  // What failed has been shown, and what stands before it works.
  return undefined;
}

function loadNotebook(address: string): BrowserNotebook | undefined {
  try {
    importScripts(address);
  } catch (error) {
    log(error);
    return undefined;
  }
  return self.eccolaNotebook;
}

function toWords({ number, error }: CellFailure): { message: string; hint: string } {
  const hint = 'The browser’s console holds the whole error.';
  return error.ename === 'AppError'
    ? { message: error.evalue, hint }
    : { message: `Cell ${number} of the notebook did not run in this browser.`, hint };
}

function progress(message: string | null): void {
  post(toMessage(PROGRESS_TYPE, { message }));
}

function post(message: AnyMessage): void {
  const { channel, header } = message;
  logError(message);
  if (channel !== 'iopub' && channel !== 'shell') return;
  const content: Record<string, unknown> = { ...message.content };
  if (header.msg_type === 'stream' && content.name === 'stderr') {
    log(content.text);
    return;
  }
  const frame = encodeFrame(message);
  self.postMessage(frame, [frame.buffer]);
}

function logError({ header, content }: AnyMessage): void {
  if (header.msg_type === 'error') log(parseKernelError(content).traceback.join('\n'));
}

function say(message: FromBrowserKernel): void {
  if (message.type === 'ready') isReady = true;
  self.postMessage(message);
}

function toMessage(type: string, content: object): AnyMessage {
  return createMessage(type, content, { channel: 'iopub', session: '' });
}

/** Whoever waits for the lock learns of the worker's end, whyever it ends. */
function holdLock(name: string): Promise<void> {
  return new Promise((resolve) => {
    // Not everywhere: over plain http from another machine there are none.
    if (!('locks' in navigator)) return resolve();
    void navigator.locks.request(name, () => {
      resolve();
      return new Promise<never>(() => {});
    });
  });
}
