import type { AnyMessage, KernelMessage } from '../../../protocol/messages.js';
import type { Problem, SessionAttached } from '../../../protocol/session.js';

export type ConnectionState =
  | { status: 'connecting' }
  /** The kernel is not ready yet; the message says what is done for it. */
  | { status: 'preparing'; message: string }
  | { status: 'connected' }
  | { status: 'lost' }
  /** There is a kernel, which has long been sent something that it has not handled: it may come back, or never. */
  | { status: 'silent' }
  /** The server said that it restarts. */
  | { status: 'restarting' }
  /** The kernel was let go, as nobody has used the page for long. */
  | { status: 'idle' }
  | { status: 'refused'; problem: Pick<Problem, 'detail' | 'hint' | 'reference' | 'status'> }
  /** Another page has taken the session over. */
  | { status: 'replaced' };

export interface LinkEvents {
  onState(state: ConnectionState): void;
  /** There is a kernel; until the state is another, `send` reaches it. */
  onOpen(session: Pick<SessionAttached, 'kernel' | 'snapshot'>): void;
  onMessage(message: AnyMessage): void;
}

/** How a page reaches its kernel, wherever that runs: keeps it connected, and starts over when the kernel is lost. */
export interface KernelLink {
  /** Connects, and stays connected until `stop`. */
  start(): void;
  /** Lets go of the kernel; `start` asks for it again. */
  stop(): void;
  readonly isRunning: boolean;
  /** Sends to the kernel; without one it does nothing. */
  send(message: KernelMessage.IShellMessage): void;
  /** Tries again now if it waits; of an open connection it wants to see that it still is one. */
  wake(): void;
  /** The page goes. */
  leave(): void;
  /** With what code the last connection ended; undefined before the first. */
  readonly lastClose: number | undefined;
  /** Bytes that were sent and are still on this machine. */
  readonly bufferedBytes: number;
}
