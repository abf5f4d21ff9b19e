import type { CommManager } from './comm-manager.js';
import type { MessageContext } from './context.js';
import type { ErrorContent } from './error-content.js';
import type { History } from './history.js';
import type { KernelHost } from './host.js';
import type { KernelInfo } from './kernel-info.js';
import type { Publisher } from './publisher.js';

/** What the handlers of a kernel's requests share. */
export interface KernelParts {
  readonly host: KernelHost;
  readonly info: KernelInfo;
  readonly publisher: Publisher;
  readonly comms: CommManager;
  readonly history: History;
  readonly published: boolean;
  /** Sources of the executed cells by the label that a traceback gives them. */
  readonly sources: Map<string, string>;
  /** Ends the cell that runs or is being compiled. */
  interrupt(): void;
  /** Sends a cell's value as `execute_result`. */
  showResult(value: unknown, executionCount: number, context: MessageContext): void;
  describeError(error: unknown): ErrorContent;
  /** Sends `error` on iopub and returns its content. */
  publishError(error: unknown, context: MessageContext): ErrorContent;
}
