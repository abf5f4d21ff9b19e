import type { CompiledCell, CompiledNotebook } from '../../../protocol/compiled.js';
import { AppError } from '../../../protocol/errors.js';
import { CompiledCells } from '../core/compiled-cells.js';
import type { CellCompiler } from '../core/host.js';
import { sha256Hex } from '../core/sha256-hex.js';

/** Finds cells in the manifest of a published notebook; nothing is compiled. */
export class ManifestCells extends CompiledCells implements CellCompiler {
  readonly #notebook: CompiledNotebook;

  constructor(notebook: CompiledNotebook) {
    super();
    this.#notebook = notebook;
  }

  /** Of several cells with this source the one with this id. */
  async compile(source: string, cellId: string | undefined): Promise<CompiledCell> {
    const sourceHash = sha256Hex(source);
    const cells = this.#notebook.cells.filter((cell) => cell.sourceHash === sourceHash);
    const cell = cells.find(({ id }) => id === cellId) ?? cells[0];
    if (!cell) {
      throw new AppError(
        'CELL_DOES_NOT_COMPILE',
        'This kernel runs the cells of its notebook only, as they were when it was compiled.',
        { hint: 'Compile the notebook again and start a kernel for it.' },
      );
    }
    return cell;
  }
}
