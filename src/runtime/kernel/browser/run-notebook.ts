import type { BrowserCell } from '../../../protocol/browser-kernel.js';
import { type KernelError, parseKernelError } from '../../../protocol/kernel-error.js';
import { type AnyMessage, createMessage } from '../../../protocol/messages.js';
import { createUuid } from '../../../protocol/uuid.js';
import type { Kernel } from '../core/kernel.js';

export interface NotebookRunOptions {
  /** Told before each cell, which is executed by the message of this id; counted from 1. */
  onCell: (cell: BrowserCell, msgId: string, number: number, total: number) => void;
}

/** Why a notebook did not come to its end. */
export interface CellFailure {
  /** Among the cells that hold code, from 1. */
  number: number;
  error: KernelError;
}

const EXECUTE = {
  // The cell is found by its id: its source is not in the page.
  code: '',
  silent: false,
  store_history: true,
  user_expressions: {},
  allow_stdin: false,
  stop_on_error: true,
};

/** Executes the cells in their order, as a server does that publishes the notebook, up to the first that fails. */
export async function runNotebook(
  kernel: Kernel,
  cells: readonly BrowserCell[],
  { onCell }: NotebookRunOptions,
): Promise<CellFailure | undefined> {
  const session = createUuid();
  for (const [index, cell] of cells.entries()) {
    const request = createMessage('execute_request', EXECUTE, {
      channel: 'shell',
      session,
      metadata: { cellId: cell.id },
    });
    onCell(cell, request.header.msg_id, index + 1, cells.length);
    const reply = await new Promise<AnyMessage>((resolve) => {
      kernel.receive(request, { send: resolve });
    });
    const content: Record<string, unknown> = { ...reply.content };
    if (content.status !== 'ok') return { number: index + 1, error: parseKernelError(content) };
  }
  return undefined;
}
