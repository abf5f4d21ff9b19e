import type { Logger } from 'pino';
import { type RawData, WebSocket } from 'ws';
import { isAppError } from '../protocol/errors.js';
import { BATCHED_PROTOCOL } from '../protocol/frame-batch.js';
import { type FrameView, openFrame } from '../protocol/framing.js';
import { createFrameBatch } from './frame-batch.js';
import type { MessageGate } from './message-gate.js';
import { createRateLimit } from './rate-limit.js';

export interface PageSocketOptions {
  gate: MessageGate;
  /** Passes a frame on; resolves when the kernel's process has taken it. */
  onFrame: (frame: FrameView) => Promise<void>;
  onClose: (code: number) => void;
  logger: Logger;
  /** Between two pings, in milliseconds. A page that has not answered one by the next is lost. */
  pingMs: number;
}

/** One page's websocket, kept within bounds both ways. */
export interface PageSocket {
  /**
   * @param more another frame is to be expected at once, so that this one may wait for it
   * @returns false if the page is going, or gone
   */
  send(frame: Uint8Array, more?: boolean): boolean;
  /** @param code of protocol/session.ts, or of RFC 6455 */
  close(code: number, reason: string): void;
  /** Resolves to true if the page answers within this time. */
  answers(ms: number): Promise<boolean>;
}

/** Bytes that wait for a slow page, or for a busy kernel, before something is done about it. */
const MOST_WAITING = 32 * 1024 * 1024;
const MESSAGE_RATE = { burst: 1000, perSecond: 500 };
/** A page may make up types: the log says each once, and no more than this many. */
const MOST_REASONS_LOGGED = 20;
/** Text frames, and what is no message at all, before the page is taken for something else. */
const MOST_MALFORMED = 20;
/** Messages that no page sends, of a front end that knows no better, before it is cut off. */
const MOST_IGNORED = 1000;
const POLICY_VIOLATION = 1008;
const TRY_AGAIN_LATER = 1013;

export function createPageSocket(socket: WebSocket, options: PageSocketOptions): PageSocket {
  const { gate, onFrame, onClose, logger, pingMs } = options;
  const refused = new Map<string, number>();
  const rate = createRateLimit(MESSAGE_RATE);
  const batch = createFrameBatch((bytes) => socket.send(bytes));
  const takesBatches = socket.protocol === BATCHED_PROTOCOL;
  let malformed = 0;
  let ignored = 0;
  let waiting = 0;
  let throttled = false;
  let answered = true;

  function refuse(reason: string): void {
    const count = (refused.get(reason) ?? 0) + 1;
    if (count > 1 || refused.size < MOST_REASONS_LOGGED) refused.set(reason, count);
    if (count === 1 && refused.size <= MOST_REASONS_LOGGED) logger.warn(reason);
  }

  function receive(data: RawData, isBinary: boolean): void {
    throttle(rate.take(performance.now()));
    const frame = isBinary && data instanceof Uint8Array ? open(data) : 'a text frame';
    if (typeof frame === 'string') {
      refuse(`Received ${frame}, which is no message. Ignoring.`);
      malformed += 1;
      if (malformed > MOST_MALFORMED) close(POLICY_VIOLATION, 'not Jupyter messages');
      return;
    }
    const verdict = gate(frame);
    if (!verdict.passes) {
      refuse(verdict.reason);
      ignored += 1;
      if (ignored > MOST_IGNORED) close(POLICY_VIOLATION, 'not what a page says');
      return;
    }
    void passOn(frame);
  }

  function close(code: number, reason: string): void {
    batch.flush();
    socket.close(code, reason);
  }

  async function passOn(frame: FrameView): Promise<void> {
    waiting += frame.bytes.byteLength;
    settlePause();
    await onFrame(frame);
    waiting -= frame.bytes.byteLength;
    settlePause();
  }

  /** A page that says too much is read more slowly: nothing that it says is lost. */
  function throttle(ms: number): void {
    if (ms === 0 || throttled) return;
    throttled = true;
    settlePause();
    setTimeout(() => {
      throttled = false;
      settlePause();
    }, ms).unref();
  }

  function settlePause(): void {
    if (throttled || waiting > MOST_WAITING) socket.pause();
    else if (socket.isPaused) socket.resume();
  }

  const pings = setInterval(() => {
    // One that is not being read cannot be heard either.
    if (!answered && !socket.isPaused) return socket.terminate();
    answered = false;
    socket.ping();
  }, pingMs);

  socket.on('message', receive);
  socket.on('pong', () => {
    answered = true;
  });
  socket.on('error', (error) => logger.info({ err: error }, 'a page’s websocket failed'));
  socket.on('close', (code) => {
    clearInterval(pings);
    const dropped = [...refused.values()].reduce((sum, count) => sum + count, 0);
    if (dropped > 0) logger.info({ dropped }, 'messages of a page were ignored');
    onClose(code);
  });

  return {
    send: (frame, more = false) => {
      if (socket.readyState !== WebSocket.OPEN) return false;
      if (socket.bufferedAmount > MOST_WAITING) {
        logger.warn('a page does not keep up with its kernel, and is cut off until it comes back');
        socket.close(TRY_AGAIN_LATER, 'too slow');
        socket.terminate();
        return false;
      }
      if (takesBatches) batch.add(frame, more);
      else socket.send(frame);
      return true;
    },
    close,
    answers: (ms) => answersPing(socket, ms),
  };
}

/** @returns what it is instead, if it is no message */
function open(data: Uint8Array): FrameView | string {
  try {
    return openFrame(data);
  } catch (error) {
    if (!isAppError(error)) throw error;
    return 'a malformed frame';
  }
}

function answersPing(socket: WebSocket, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (answer: boolean) => () => {
      clearTimeout(timer);
      socket.off('pong', onPong);
      socket.off('close', onClose);
      resolve(answer);
    };
    const onPong = settle(true);
    const onClose = settle(false);
    const timer = setTimeout(onClose, ms);
    socket.on('pong', onPong);
    socket.on('close', onClose);
    if (socket.readyState === WebSocket.OPEN) socket.ping();
    else onClose();
  });
}
