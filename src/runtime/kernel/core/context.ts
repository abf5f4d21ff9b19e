import type { AnyMessage, MessageHeader } from '../../../protocol/messages.js';

/** Whoever sent a request: replies and `input_request` go back to it alone, whichever transport it uses. */
export interface Origin {
  send(message: AnyMessage): void;
}

/** The request that some code runs on behalf of: the parent of all that it outputs. */
export interface MessageContext {
  readonly parent: MessageHeader;
  readonly origin: Origin;
  /** The cell that is being executed; undefined in a comm's handler. */
  readonly cellId: string | undefined;
  /** The front end that asked answers `input_request`. */
  readonly allowStdin: boolean;
}

/** Carries a context along asynchronous work, as Node's AsyncLocalStorage does. */
export interface ContextStore {
  run<T>(context: MessageContext, task: () => T): T;
  current(): MessageContext | undefined;
}
