import type {
  BrowserKernelFiles,
  BrowserKernelStart,
  FromBrowserKernel,
  ToBrowserKernel,
} from '../../../protocol/browser-kernel.js';
import { decodeFrame, encodeFrame } from '../../../protocol/framing.js';
import type { KernelMessage } from '../../../protocol/messages.js';
import { CLOSE, type PageConfig } from '../../../protocol/session.js';
import { createUuid } from '../../../protocol/uuid.js';
import { mendAuthorLinks } from './author-links.js';
import type { KernelLink, LinkEvents } from './kernel-link.js';

/** A kernel that held this long was a good one: what ends it is not what it starts with. */
const STEADY = 10_000;
const MOST_QUICK_ENDS = 3;
/** A kernel that has not handled in this time what it was sent is said to be silent. */
const PROBE_PATIENCE = 10_000;

interface RunningKernel {
  id: string;
  worker: Worker;
  /** Aborted when nobody wants to know of the worker's end any more. */
  watch: AbortController;
  /** When it was ready; undefined before. */
  openedAt: number | undefined;
  /** Runs while the worker is asked for a sign of life. */
  probe: ReturnType<typeof setTimeout> | undefined;
  isSilent: boolean;
}

/** A kernel in a worker of the page's own: where there is no server. */
export class WorkerLink implements KernelLink {
  readonly bufferedBytes = 0;
  readonly #config: PageConfig;
  readonly #files: BrowserKernelFiles;
  readonly #events: LinkEvents;
  #isRunning = false;
  #kernel: RunningKernel | undefined;
  #lastClose: number | undefined;
  #quickEnds = 0;

  constructor(config: PageConfig, files: BrowserKernelFiles, events: LinkEvents) {
    this.#config = config;
    this.#files = files;
    this.#events = events;
    mendAuthorLinks(config.baseUrl);
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  get lastClose(): number | undefined {
    return this.#lastClose;
  }

  start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#open();
  }

  stop(): void {
    this.#isRunning = false;
    this.#end();
  }

  send(message: KernelMessage.IShellMessage): void {
    const kernel = this.#kernel;
    if (kernel?.openedAt === undefined) return;
    const frame = encodeFrame(message);
    kernel.worker.postMessage(frame, [frame.buffer]);
    if (kernel.probe === undefined) this.#probe(kernel);
  }

  /** A worker takes one message after the other: it answers when the handlers of those before have returned. */
  #probe(kernel: RunningKernel): void {
    const probe: ToBrowserKernel = { type: 'probe' };
    kernel.worker.postMessage(probe);
    kernel.probe = setTimeout(() => {
      kernel.isSilent = true;
      this.#events.onState({ status: 'silent' });
    }, PROBE_PATIENCE);
  }

  #onAlive(kernel: RunningKernel): void {
    clearTimeout(kernel.probe);
    kernel.probe = undefined;
    if (!kernel.isSilent) return;
    kernel.isSilent = false;
    this.#tellOpen(kernel);
  }

  #tellOpen({ id }: RunningKernel): void {
    this.#events.onOpen({
      kernel: { id },
      snapshot: this.#config.snapshot ?? '',
    });
  }

  wake(): void {
    if (this.#isRunning && !this.#kernel) this.#open();
  }

  leave(): void {}

  #open(): void {
    this.#say('Starting the notebook…');
    const id = createUuid();
    const start: BrowserKernelStart = {
      type: 'start',
      kernelId: id,
      notebook: resolve(this.#files.notebook),
      search: location.search,
      lock: `eccola-kernel ${id}`,
    };
    const worker = new Worker(resolve(this.#files.worker));
    const kernel: RunningKernel = {
      id,
      worker,
      watch: new AbortController(),
      openedAt: undefined,
      probe: undefined,
      isSilent: false,
    };
    this.#kernel = kernel;
    let isStarted = false;
    worker.onmessage = ({ data }: MessageEvent<Uint8Array | FromBrowserKernel>) => {
      if (!isStarted) watchForEnd(start.lock, kernel.watch.signal, () => this.#onEnd(kernel));
      isStarted = true;
      if (data instanceof Uint8Array) this.#events.onMessage(decodeFrame(data));
      else this.#accept(data, kernel);
    };
    // What the notebook throws the worker reports itself: this is the worker's own script.
    worker.onerror = () =>
      this.#refuse(
        'The notebook could not be started in this browser.',
        'The site may have been built anew, or the browser may be too old: load the page again.',
      );
    worker.postMessage(start);
  }

  #accept(message: FromBrowserKernel, kernel: RunningKernel): void {
    switch (message.type) {
      case 'preparing':
        this.#say(message.message);
        break;
      case 'ready':
        kernel.openedAt = performance.now();
        this.#tellOpen(kernel);
        break;
      case 'alive':
        this.#onAlive(kernel);
        break;
      case 'failed':
        this.#refuse(message.message, message.hint);
        break;
      case 'ended':
        this.#onEnd(kernel);
    }
  }

  #onEnd(kernel: RunningKernel): void {
    if (kernel !== this.#kernel) return;
    this.#lastClose = CLOSE.kernelGone;
    const { openedAt } = kernel;
    if (openedAt === undefined) {
      this.#refuse('The notebook stopped before it was ready.');
      return;
    }
    const isQuick = performance.now() - openedAt < STEADY;
    this.#quickEnds = isQuick ? this.#quickEnds + 1 : 0;
    if (this.#quickEnds >= MOST_QUICK_ENDS) {
      this.#quickEnds = 0;
      this.#refuse('The notebook stopped again and again.');
      return;
    }
    this.#end();
    this.#open();
  }

  #refuse(detail: string, hint?: string): void {
    this.#end();
    this.#events.onState({ status: 'refused', problem: { detail, hint, status: 500 } });
  }

  #say(message: string): void {
    this.#events.onState({ status: 'preparing', message });
  }

  #end(): void {
    clearTimeout(this.#kernel?.probe);
    this.#kernel?.watch.abort();
    this.#kernel?.worker.terminate();
    this.#kernel = undefined;
  }
}

/** Relative to the page, also where a host serves it without a slash at the end. */
function resolve(address: string): string {
  return new URL(address, document.baseURI).href;
}

/** A worker that the browser ends, for want of memory say, tells nobody; but then its lock is free. */
function watchForEnd(lock: string, signal: AbortSignal, onEnd: () => void): void {
  if (!('locks' in navigator)) return;
  navigator.locks.request(lock, { signal }, onEnd).catch(() => {
    // Aborted: it was ended here.
  });
}
