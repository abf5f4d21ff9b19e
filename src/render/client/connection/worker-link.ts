import type {
  BrowserKernelFiles,
  BrowserKernelStart,
  FromBrowserKernel,
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

interface RunningKernel {
  id: string;
  worker: Worker;
  /** Aborted when nobody wants to know of the worker's end any more. */
  watch: AbortController;
  /** When it was ready; undefined before. */
  openedAt: number | undefined;
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
    if (this.#kernel?.openedAt === undefined) return;
    const frame = encodeFrame(message);
    this.#kernel.worker.postMessage(frame, [frame.buffer]);
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
        this.#events.onOpen({
          kernel: { id: kernel.id, name: 'browser' },
          snapshot: this.#config.snapshot ?? '',
        });
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
