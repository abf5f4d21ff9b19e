import { parseKernelError } from '../protocol/kernel-error.js';
import type { IOutput } from '../protocol/nbformat.js';
import type { NotebookRun, RunFailure } from './notebook-run.js';
import { type ReportError, toKernelError, toVisitorError } from './visitor-frame.js';

/** By cell id. */
export type NotebookOutputs = ReadonlyMap<string, readonly IOutput[]>;

/**
 * What visitors may see of a run's outputs. Where the cell that failed shows no error, one is added that says what happened;
 * its reference is the failure's.
 */
export function toVisitorOutputs(
  { outputs, failure }: NotebookRun,
  debug: boolean,
  report: ReportError,
): NotebookOutputs {
  const shown = new Map<string, readonly IOutput[]>();
  for (const [cellId, cellOutputs] of outputs) {
    shown.set(
      cellId,
      cellOutputs.map((output) => {
        if (output.output_type !== 'error') return output;
        const error = parseKernelError(output);
        const reference = report(error);
        if (cellId === failure?.cell.id) failure.error.reference = reference;
        return debug ? output : { ...output, ...toVisitorError(error, reference) };
      }),
    );
  }
  if (failure && failure.error.reference === undefined) {
    const { error, output } = toErrorOutput(failure);
    const reference = report(error);
    failure.error.reference = reference;
    const { id } = failure.cell;
    shown.set(id, [...(shown.get(id) ?? []), { ...output, reference }]);
  }
  return shown;
}

/** A cell that did not end, or ended its kernel, has put out no error: this one says so, to visitors too. */
function toErrorOutput(failure: RunFailure) {
  const error = toKernelError(failure.error);
  return { error, output: { output_type: 'error' as const, ...error, traceback: [] } };
}
