import type { IOutput } from '../protocol/nbformat.js';
import type { CellOutputs } from '../protocol/session.js';
import { toVisibleText, visibleOutputs } from '../protocol/visible-outputs.js';
import type { NotebookOutputs } from './visitor-outputs.js';

/** Outputs that are not the same in all kernels of a version, such as those of `Date.now()` and of chance. */
export interface VaryingOutputs {
  /** Takes note of what a kernel has shown while it executed the notebook. */
  note(kernel: object, outputs: NotebookOutputs): void;
  /** The cells that a page which shows the snapshot may show otherwise than this kernel has; few notebooks have any. */
  of(kernel: object): CellOutputs[];
}

/** @param snapshot what the page shows, by the kernel that its version was published with */
export function createVaryingOutputs(snapshot: NotebookOutputs): VaryingOutputs {
  const varying = new Set<string>();
  const shownBy = new WeakMap<object, Map<string, readonly IOutput[]>>();
  const ofSnapshot = (cellId: string) => snapshot.get(cellId) ?? [];

  return {
    note: (kernel, outputs) => {
      const own = new Map<string, readonly IOutput[]>();
      for (const [cellId, shown] of outputs) {
        // Errors have a reference of their own each time.
        if ([...shown, ...ofSnapshot(cellId)].some(isError)) continue;
        if (toVisibleText(shown) === toVisibleText(ofSnapshot(cellId))) continue;
        varying.add(cellId);
        own.set(cellId, shown);
      }
      if (own.size > 0) shownBy.set(kernel, own);
    },
    of: (kernel) =>
      [...varying].map((cell_id) => ({
        cell_id,
        outputs: visibleOutputs(shownBy.get(kernel)?.get(cell_id) ?? ofSnapshot(cell_id)),
      })),
  };
}

function isError({ output_type }: IOutput): boolean {
  return output_type === 'error';
}
