import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import type { AppError } from '../protocol/errors.js';
import { CLOSE, REMEMBERED_MESSAGES } from '../protocol/session.js';
import type { VisitorRequest } from '../protocol/visitor-request.js';
import { type AttachedKernel, type Attachment, createAttachedKernel } from './attached-kernel.js';
import type { Client } from './client.js';
import { createDeferred } from './deferred.js';
import type { KernelHandle } from './kernel-provisioner.js';
import { createMessageGate } from './message-gate.js';
import { createPageSocket, type PageSocket } from './page-socket.js';
import { createRecentMessages } from './recent-messages.js';
import { createStability } from './stability.js';
import type { ReportError } from './visitor-frame.js';

/** How long a kernel waits for a page that is away, and how pages are asked whether they are there. In milliseconds. */
export interface SessionTimes {
  /** The page asked for the kernel and has not come to fetch it: nothing that a visitor did is lost with it. */
  connect: number;
  /** The page said that it leaves; a reload comes back within this. */
  left: number;
  /** The connection broke; a phone that slept, a changed network, come back within this. */
  lost: number;
  /** Neither page nor kernel said anything. 0 is for ever. */
  idle: number;
  /** Between two pings. They also keep proxies from closing a quiet websocket. */
  ping: number;
  /** For a page to answer when another says that it is the same tab. */
  answer: number;
}

export interface SessionOptions {
  id: string;
  /** The secret of the visitor's browser. */
  visitor: string;
  /** Who is logged in there, by what the operator's proxy says. */
  user: string | undefined;
  /** Where they come from, as far as it is known. */
  client: Client;
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
  readonly user: string | undefined;
  readonly client: Client;
  readonly path: string;
  /** Undefined before the first, and after one died. */
  readonly kernel: KernelHandle | undefined;
  /** There was one, whether or not it lives. */
  readonly hadKernel: boolean;
  /** The version of the notebook that the kernel executed. */
  readonly snapshot: string | undefined;
  readonly isConnected: boolean;
  /** When the page or its kernel last said something. */
  readonly lastActivity: Date;
  /** The request that its notebook was run for, or that its page was last loaded with; undefined before the first kernel. */
  readonly request: VisitorRequest | undefined;
  /** The kernel was executed ahead, so that another request is as good as the one before. */
  readonly isAhead: boolean;
  /** Gives it a kernel that had no visitor; the one before, if any, goes. */
  attach(kernel: KernelHandle, attachment: Attachment): void;
  /** The page was loaded again, maybe with another query: handlers see that one from now on. */
  renew(request: VisitorRequest): void;
  /** A page asks for it, and is given time to connect. */
  touch(): void;
  /**
   * The page's websocket; takes the place of one before.
   * @param pageId of this load of the page; one that comes anew is shown what the kernel has shown
   */
  connect(socket: WebSocket, pageId?: string): void;
  /** Tells whether another page is there: connected, not leaving, and answering. */
  isAlive(): Promise<boolean>;
  /** The page said that it leaves. */
  leave(): void;
  readonly ended: Promise<void>;
  /** Why it is given no other kernel for now. */
  readonly failure: AppError | undefined;
  /** The kernel works on something. */
  readonly isBusy: boolean;
  /** @param code that its page's websocket is closed with */
  end(code?: number): Promise<void>;
}

/** A page says that it leaves shortly before its websocket closes, or shortly after. */
const LEAVING_MS = 5000;

export function createSession(options: SessionOptions): Session {
  const { id, visitor, user, client, path, times, logger, report } = options;
  const recent = createRecentMessages(REMEMBERED_MESSAGES);
  const stability = createStability();
  /** It stays when its kernel has ended, until there is another. */
  let attached: AttachedKernel | undefined;
  let page: PageSocket | undefined;
  let grace: NodeJS.Timeout | undefined;
  let idle: NodeJS.Timeout | undefined;
  let activeAt = Date.now();
  let leftAt = Number.NEGATIVE_INFINITY;
  let wasConnected = false;
  let hasEnded = false;
  const ended = createDeferred<void>();

  function endAfter(ms: number): void {
    clearTimeout(grace);
    grace = setTimeout(() => void end(), ms);
  }

  /** Ends it when nobody has used it for long; its page asks for another when somebody does. */
  function watchIdle(): void {
    clearTimeout(idle);
    if (times.idle === 0 || hasEnded) return;
    const left = activeAt + times.idle - Date.now();
    if (left <= 0) void end(CLOSE.idle);
    else idle = setTimeout(watchIdle, left);
  }

  function isLeaving(): boolean {
    return performance.now() - leftAt < LEAVING_MS;
  }

  function liveKernel(): KernelHandle | undefined {
    return attached?.hasEnded ? undefined : attached?.kernel;
  }

  async function dismiss(): Promise<void> {
    const gone = attached;
    attached = undefined;
    await gone?.dismiss();
  }

  async function end(code: number = CLOSE.kernelGone): Promise<void> {
    if (hasEnded) return;
    hasEnded = true;
    clearTimeout(grace);
    clearTimeout(idle);
    ended.resolve();
    page?.close(code, 'the session has ended');
    await dismiss();
  }

  return {
    id,
    visitor,
    user,
    client,
    path,
    get kernel() {
      return liveKernel();
    },
    get hadKernel() {
      return attached !== undefined;
    },
    get snapshot() {
      return attached?.snapshot;
    },
    get isConnected() {
      return page !== undefined;
    },
    get lastActivity() {
      return new Date(activeAt);
    },
    get request() {
      return attached?.request;
    },
    get isAhead() {
      return attached?.isAhead ?? true;
    },
    attach: (kernel, attachment) => {
      void dismiss();
      const next = createAttachedKernel(kernel, attachment, {
        logger,
        report,
        send: (frame, more) => {
          activeAt = Date.now();
          return page?.send(frame, more) ?? false;
        },
        onFailure: (error) => stability.noteFailure(error),
      });
      attached = next;
      void kernel.exited.then((exit) => {
        if (attached !== next) return;
        logger.warn({ kernel: kernel.id, ...exit }, 'a visitor’s kernel ended');
        stability.noteEnd();
        if (exit.outOfMemory) page?.close(CLOSE.outOfMemory, 'the kernel used too much memory');
        else page?.close(CLOSE.kernelGone, 'the kernel has ended');
      });
    },
    renew: (request) => attached?.setRequest(request),
    touch: () => {
      leftAt = Number.NEGATIVE_INFINITY;
      if (!page) endAfter(wasConnected ? times.lost : times.connect);
    },
    connect: (socket, pageId) => {
      page?.close(CLOSE.replaced, 'another page has taken over');
      clearTimeout(grace);
      leftAt = Number.NEGATIVE_INFINITY;
      wasConnected = true;
      const connected = createPageSocket(socket, {
        gate: createMessageGate(),
        logger,
        pingMs: times.ping,
        onFrame: async (frame) => {
          activeAt = Date.now();
          const kernel = liveKernel();
          if (kernel && recent.add(frame.header.msg_id)) await kernel.send(frame.bytes);
        },
        onClose: (code) => {
          if (page !== connected) return;
          page = undefined;
          if (!hasEnded) endAfter(code === CLOSE.left || isLeaving() ? times.left : times.lost);
        },
      });
      page = connected;
      activeAt = Date.now();
      watchIdle();
      const frames = attached?.framesFor(pageId) ?? [];
      for (const [index, frame] of frames.entries()) {
        connected.send(frame, index < frames.length - 1);
      }
      if (!liveKernel()) connected.close(CLOSE.kernelGone, 'the kernel has ended');
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
    get failure() {
      return stability.failure;
    },
    get isBusy() {
      return attached?.isBusy ?? false;
    },
    end,
  };
}
