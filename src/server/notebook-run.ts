import { AppError, type ErrorCode, isAppError } from '../protocol/errors.js';
import { type KernelError, parseKernelError } from '../protocol/kernel-error.js';
import type { IOutput, NotebookCell } from '../protocol/nbformat.js';
import { createOutputCollector, type OutputCollector } from '../protocol/output-collector.js';
import type { WidgetManagerState } from '../protocol/widget-state.js';
import { within } from './deferred.js';
import { createKernelClient, type KernelClient } from './kernel-client.js';
import type { KernelHandle } from './kernel-provisioner.js';
import { requestWidgetState } from './widget-state.js';

export interface RunOptions {
  /** For all cells together. */
  timeoutMs: number;
  /** Told before each code cell, from 1. */
  onProgress?: (cell: number, total: number) => void;
}

/** Why a run ended before the last cell. */
export interface RunFailure {
  cell: NotebookCell;
  /** What to say; names the cell by its position among the code cells. */
  error: AppError;
  /** What the kernel said, for a cell that threw or does not compile. */
  kernelError: KernelError | undefined;
}

/** What came out of executing a notebook. */
export interface NotebookRun {
  /** By cell id; up to the cell that failed, its error included. */
  outputs: ReadonlyMap<string, readonly IOutput[]>;
  widgets: WidgetManagerState;
  failure: RunFailure | undefined;
}

/** More than any page could show. */
const MAX_OUTPUT_CHARACTERS = 64 * 1024 * 1024;
/** Also a notebook that took nearly all its time is asked for its widgets. */
const MIN_STATE_MS = 5000;
export const NO_WIDGETS: WidgetManagerState = { version_major: 2, version_minor: 0, state: {} };

/**
 * Executes the code cells in their order, as a front end does that runs all cells, and collects what they show.
 * It stops at the first cell that fails.
 * @throws AppError `KERNEL_DIED` or `EXECUTION_TIMEOUT` if there is no talking to the kernel after the last cell
 */
export async function runNotebook(
  kernel: KernelHandle,
  cells: readonly NotebookCell[],
  options: RunOptions,
): Promise<NotebookRun> {
  const deadline = performance.now() + options.timeoutMs;
  const { client, collector, failure } = await runCells(kernel, cells, options);
  // A kernel that died or hangs has no state to tell.
  const talks = failure === undefined || failure.kernelError !== undefined;
  const widgets = talks
    ? await within(Math.max(MIN_STATE_MS, deadline - performance.now()), requestWidgetState(client))
    : NO_WIDGETS;
  if (widgets === 'late') {
    throw new AppError('EXECUTION_TIMEOUT', 'After its last cell the notebook is still busy.', {
      hint: TIMEOUT_HINT,
    });
  }
  client.close();
  return { outputs: collector.outputs, widgets, failure };
}

/**
 * Executes the code cells in a kernel whose visitor is there already, and sees what they show itself.
 * @returns why it ended before the last cell, if it did
 */
export async function runForVisitor(
  kernel: KernelHandle,
  cells: readonly NotebookCell[],
  options: RunOptions,
): Promise<RunFailure | undefined> {
  const { client, failure } = await runCells(kernel, cells, options);
  client.close();
  return failure;
}

async function runCells(
  kernel: KernelHandle,
  cells: readonly NotebookCell[],
  { timeoutMs, onProgress = () => {} }: RunOptions,
) {
  const client = createKernelClient(kernel);
  const collector = createOutputCollector();
  const codeCells = cells.filter((cell) => cell.kind === 'code' && cell.source.trim() !== '');
  const deadline = performance.now() + timeoutMs;
  client.onIopub = (message) => {
    collector.accept(message);
    if (collector.size > MAX_OUTPUT_CHARACTERS) void kernel.kill();
  };
  let failure: RunFailure | undefined;
  for (const [index, cell] of codeCells.entries()) {
    onProgress(index + 1, codeCells.length);
    failure = await runCell(client, collector, cell, index + 1, deadline - performance.now());
    if (failure) break;
  }
  return { client, collector, failure };
}

async function runCell(
  client: KernelClient,
  collector: OutputCollector,
  cell: NotebookCell,
  number: number,
  remainingMs: number,
): Promise<RunFailure | undefined> {
  const fail = (code: ErrorCode, what: string, hint: string, kernelError?: KernelError) => ({
    cell,
    error: new AppError(code, `Cell ${number} ${what}.`, {
      hint,
      cause: kernelError?.traceback.join('\n'),
    }),
    kernelError,
  });
  try {
    const execution = client.request({
      type: 'execute_request',
      content: { ...EXECUTE, code: cell.source },
      metadata: { cellId: cell.id },
    });
    collector.begin(execution.header.msg_id, cell.id);
    const reply = await within(Math.max(0, remainingMs), execution.reply);
    if (reply === 'late') {
      return fail('EXECUTION_TIMEOUT', 'did not end in time', TIMEOUT_HINT);
    }
    const content: Record<string, unknown> = { ...reply.content };
    if (content.status === 'ok') return undefined;
    const error = parseKernelError(content);
    return error.ename === 'CompileError'
      ? fail('CELL_DOES_NOT_COMPILE', 'does not compile', ERROR_HINT, error)
      : fail('CELL_FAILED', 'threw an error', ERROR_HINT, error);
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (collector.size > MAX_OUTPUT_CHARACTERS) {
      return fail('CELL_FAILED', 'printed more than a page can hold', 'Print less.');
    }
    return fail('KERNEL_DIED', 'ended its kernel', error.hint ?? '');
  }
}

const EXECUTE = {
  silent: false,
  store_history: true,
  user_expressions: {},
  allow_stdin: false,
  stop_on_error: true,
};
const ERROR_HINT = 'The server’s log holds the whole error.';
const TIMEOUT_HINT = 'Give a notebook that needs longer more time with --timeout.';
