import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import { CLOSE, REMEMBERED_MESSAGES } from '../protocol/session.js';
import { createDeferred } from './deferred.js';
import type { KernelHandle } from './kernel-provisioner.js';
import { createMessageGate } from './message-gate.js';
import { createOutbox } from './outbox.js';
import { createPageSocket, type PageSocket } from './page-socket.js';
import { createRecentMessages } from './recent-messages.js';
import { type ReportError, toVisitorFrame } from './visitor-frame.js';

/** How long a kernel waits for a page that is away, and how pages are asked whether they are there. In milliseconds. */
export interface SessionTimes {
  /** The page asked for the kernel and has not come to fetch it: nothing that a visitor did is lost with it. */
  connect: number;
  /** The page said that it leaves; a reload comes back within this. */
  left: number;
  /** The connection broke; a phone that slept, a changed network, come back within this. */
  lost: number;
  /** Between two pings. They also keep proxies from closing a quiet websocket. */
  ping: number;
  /** For a page to answer when another says that it is the same tab. */
  answer: number;
}

export interface SessionOptions {
  id: string;
  /** The secret of the visitor's browser. */
  visitor: string;
  /** The notebook's path. */
  path: string;
  times: SessionTimes;
  logger: Logger;
  /** Undefined where the visitor is the author, who sees errors whole. */
  report: ReportError | undefined;
}

/** One tab's claim on a kernel. It outlives the websocket, and the kernel. */
export interface Session {
  readonly id: string;
  readonly visitor: string;
  readonly path: string;
  /** Undefined before the first, and after one died. */
  readonly kernel: KernelHandle | undefined;
  /** The version of the notebook that the kernel executed. */
  readonly snapshot: string | undefined;
  readonly isConnected: boolean;
  /** When the page last said something. */
  readonly lastActivity: Date;
  /** Gives it a kernel that had no visitor; the one before, if any, goes. */
  attach(kernel: KernelHandle, snapshot: string): void;
  /** A page asks for it, and is given time to connect. */
  touch(): void;
  /** The page's websocket; takes the place of one before. */
  connect(socket: WebSocket): void;
  /** Tells whether another page is there: connected, not leaving, and answering. */
  isAlive(): Promise<boolean>;
  /** The page said that it leaves. */
  leave(): void;
  readonly ended: Promise<void>;
  /** @param code that its page's websocket is closed with */
  end(code?: number): Promise<void>;
}

/** A page says that it leaves shortly before its websocket closes, or shortly after. */
const LEAVING_MS = 5000;

export function createSession(options: SessionOptions): Session {
  const { id, visitor, path, times, logger, report } = options;
  const gate = createMessageGate();
  const recent = createRecentMessages(REMEMBERED_MESSAGES);
  const outbox = createOutbox(() => logger.warn('a page was away too long to keep all output'));
  let kernel: KernelHandle | undefined;
  let snapshot: string | undefined;
  let page: PageSocket | undefined;
  let grace: NodeJS.Timeout | undefined;
  let activeAt = Date.now();
  let leftAt = Number.NEGATIVE_INFINITY;
  let wasConnected = false;
  let hasEnded = false;
  const ended = createDeferred<void>();

  function endAfter(ms: number): void {
    clearTimeout(grace);
    grace = setTimeout(() => void end(), ms);
  }

  function isLeaving(): boolean {
    return performance.now() - leftAt < LEAVING_MS;
  }

  function sendToPage(frame: Uint8Array): void {
    const visible = toVisitorFrame(frame, report);
    if (!visible) return;
    if (page) page.send(visible);
    else outbox.push(visible);
  }

  function dismiss(): Promise<void> {
    const gone = kernel;
    kernel = undefined;
    outbox.drain();
    if (!gone) return Promise.resolve();
    gone.onFrame = undefined;
    return gone.kill();
  }

  async function end(code: number = CLOSE.kernelGone): Promise<void> {
    if (hasEnded) return;
    hasEnded = true;
    clearTimeout(grace);
    ended.resolve();
    page?.close(code, 'the session has ended');
    await dismiss();
  }

  return {
    id,
    visitor,
    path,
    get kernel() {
      return kernel;
    },
    get snapshot() {
      return snapshot;
    },
    get isConnected() {
      return page !== undefined;
    },
    get lastActivity() {
      return new Date(activeAt);
    },
    attach: (next, nextSnapshot) => {
      void dismiss();
      kernel = next;
      snapshot = nextSnapshot;
      next.attach();
      next.onFrame = sendToPage;
      void next.exited.then((exit) => {
        if (kernel !== next) return;
        kernel = undefined;
        logger.warn({ kernel: next.id, ...exit }, 'a visitor’s kernel ended');
        page?.close(CLOSE.kernelGone, 'the kernel has ended');
      });
    },
    touch: () => {
      leftAt = Number.NEGATIVE_INFINITY;
      if (!page) endAfter(wasConnected ? times.lost : times.connect);
    },
    connect: (socket) => {
      page?.close(CLOSE.replaced, 'another page has taken over');
      clearTimeout(grace);
      leftAt = Number.NEGATIVE_INFINITY;
      wasConnected = true;
      const connected = createPageSocket(socket, {
        gate,
        logger,
        pingMs: times.ping,
        onFrame: async (frame) => {
          activeAt = Date.now();
          if (kernel && recent.add(frame.header.msg_id)) await kernel.send(frame.bytes);
        },
        onClose: (code) => {
          if (page !== connected) return;
          page = undefined;
          if (!hasEnded) endAfter(code === CLOSE.left || isLeaving() ? times.left : times.lost);
        },
      });
      page = connected;
      for (const frame of outbox.drain()) connected.send(frame);
      if (!kernel) connected.close(CLOSE.kernelGone, 'the kernel has ended');
    },
    isAlive: async () => {
      if (!page || isLeaving()) return false;
      const asked = page;
      const answered = await asked.answers(times.answer);
      return answered && page === asked && !isLeaving();
    },
    leave: () => {
      leftAt = performance.now();
      if (!page) endAfter(times.left);
    },
    ended: ended.promise,
    end,
  };
}
