import type { KernelMessage } from '../../../protocol/messages.js';
import { CLOSE, type PageConfig, type SessionAttached } from '../../../protocol/session.js';
import { createUuid } from '../../../protocol/uuid.js';
import type { ConnectionState, KernelLink, LinkEvents } from './kernel-link.js';
import { type KernelSocket, openKernelSocket } from './kernel-socket.js';
import { backoff, createPause } from './pause.js';
import { type SessionClient, SessionRefused } from './session-client.js';

/** A socket that does not open in this time is given up. */
const OPEN_PATIENCE = 10_000;
/** A connection that is asked for a sign of life and gives none in this time is given up. */
const PROBE_PATIENCE = 3000;
/** A connection that held this long counts as a good one: the next attempts start quickly again. */
const STEADY = 5000;
const REFUSED_RETRY = 10_000;
const UNTIL_WOKEN = 2 ** 31 - 1;

/** A kernel that a server keeps for the page: asks for a session, opens the socket, and starts over when it is lost. */
export class Connection implements KernelLink {
  readonly #config: PageConfig;
  readonly #sessions: SessionClient;
  readonly #events: LinkEvents;
  readonly #pause = createPause();
  readonly #clientId = createUuid();
  #running: AbortController | undefined;
  #socket: KernelSocket | undefined;
  #giveUp: () => void = () => {};
  #lastMessageAt = 0;
  #wasOpen = false;
  #lastClose: number | undefined;

  constructor(config: PageConfig, sessions: SessionClient, events: LinkEvents) {
    this.#config = config;
    this.#sessions = sessions;
    this.#events = events;
  }

  start(): void {
    if (this.#running) return;
    this.#running = new AbortController();
    void this.#run(this.#running.signal);
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  stop(): void {
    this.#running?.abort();
    this.#running = undefined;
    this.#pause.end();
    this.#socket?.close();
    this.#socket = undefined;
    this.#giveUp();
  }

  send(message: KernelMessage.IShellMessage): void {
    this.#socket?.send(message);
  }

  get lastClose(): number | undefined {
    return this.#lastClose;
  }

  get bufferedBytes(): number {
    return this.#socket?.bufferedBytes ?? 0;
  }

  wake(): void {
    this.#pause.end();
    const socket = this.#socket;
    if (!socket) return;
    const askedAt = performance.now();
    socket.probe();
    setTimeout(() => {
      if (this.#socket === socket && this.#lastMessageAt < askedAt) this.#giveUp();
    }, PROBE_PATIENCE);
  }

  leave(): void {
    this.#sessions.leave();
  }

  async #run(signal: AbortSignal): Promise<void> {
    for (let attempt = 0; !signal.aborted; ) {
      const startedAt = performance.now();
      const next = await this.#attempt(signal);
      if (signal.aborted) return;
      if (performance.now() - startedAt > STEADY) attempt = 0;
      this.#events.onState(next.state);
      await this.#pause.wait(next.wait ?? backoff(attempt++));
    }
  }

  /** One attempt, from asking for a session to the loss of its socket. */
  async #attempt(signal: AbortSignal): Promise<{ state: ConnectionState; wait?: number }> {
    try {
      const answer = await this.#sessions.request(signal);
      if (answer.status === 'preparing') return { state: answer, wait: answer.retryAfter };
      const code = await this.#hold(answer, signal);
      this.#lastClose = code;
      if (code === CLOSE.replaced) return { state: { status: 'replaced' }, wait: UNTIL_WOKEN };
      if (code === CLOSE.idle) return { state: { status: 'idle' }, wait: UNTIL_WOKEN };
      const isKernelGone = code === CLOSE.kernelGone || code === CLOSE.outOfMemory;
      return { state: this.#lost(), ...(isKernelGone && { wait: 0 }) };
    } catch (error) {
      if (error instanceof SessionRefused) {
        if (error.problem.code === 'SERVER_RESTARTING') return { state: { status: 'restarting' } };
        return { state: { status: 'refused', problem: error.problem }, wait: REFUSED_RETRY };
      }
      return { state: this.#wasOpen ? this.#lost() : { status: 'connecting' } };
    }
  }

  #lost(): ConnectionState {
    return { status: this.#lastClose === CLOSE.restart ? 'restarting' : 'lost' };
  }

  /** Opens the session's socket; resolves with the code when it is closed. */
  #hold(session: SessionAttached, signal: AbortSignal): Promise<number> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve(CLOSE.left);
      const openTimer = setTimeout(() => this.#giveUp(), OPEN_PATIENCE);
      const end = (code: number) => {
        clearTimeout(openTimer);
        this.#socket = undefined;
        resolve(code);
      };
      const socket = openKernelSocket({
        baseUrl: this.#config.baseUrl,
        kernel: session.kernel,
        clientId: this.#clientId,
        onOpen: () => {
          clearTimeout(openTimer);
          this.#socket = socket;
          this.#wasOpen = true;
          this.#events.onOpen(session);
        },
        onMessage: (message) => {
          this.#lastMessageAt = performance.now();
          this.#events.onMessage(message);
        },
        onClose: end,
      });
      this.#giveUp = () => {
        socket.close();
        end(ABNORMAL);
      };
    });
  }
}

const ABNORMAL = 1006;
