import type { FrameView } from '../protocol/framing.js';
import { OUTPUTS_TYPE } from '../protocol/session.js';

/** What a kernel has shown beside the snapshot, as frames that show it again on a page that is loaded anew. */
export interface ShownOutputs {
  /** Takes what the page is sent. */
  accept(view: FrameView): void;
  /** Oldest first. */
  readonly frames: readonly Uint8Array[];
}

interface Shown {
  frame: Uint8Array;
  cellId: unknown;
  /** The display that it updates; the last update says all. */
  updates: unknown;
}

/** Of one session; a page keeps about as much. */
const MOST_BYTES = 4 * 1024 * 1024;
const MOST_FRAMES = 2000;
const OUTPUTS: ReadonlySet<string> = new Set(['stream', 'display_data', 'execute_result']);

const LASTING = Symbol('lasting');

/** Bounded: beyond it the oldest go. */
export function createShownOutputs(): ShownOutputs {
  let shown: Shown[] = [];
  let bytes = 0;
  const clearsOnNext = new Set<unknown>();

  function drop(isDropped: (output: Shown) => boolean): void {
    shown = shown.filter((output) => !isDropped(output));
    bytes = shown.reduce((sum, { frame }) => sum + frame.byteLength, 0);
  }

  function add(output: Shown): void {
    shown.push(output);
    bytes += output.frame.byteLength;
    while (shown.length > 1 && (bytes > MOST_BYTES || shown.length > MOST_FRAMES)) {
      bytes -= shown.shift()?.frame.byteLength ?? 0;
    }
  }

  const clearCell = (cellId: unknown) =>
    drop((output) => output.updates === undefined && output.cellId === cellId);

  return {
    accept: (view) => {
      const frame = view.bytes;
      const type: string = view.header.msg_type;
      if (type === 'update_display_data') {
        const updates = displayIdOf(view.content());
        drop((output) => output.updates === updates);
        add({ frame, cellId: undefined, updates });
      } else if (type === OUTPUTS_TYPE) {
        // What a cell showed while it ran is there for good, as what the snapshot shows.
        add({ frame, cellId: LASTING, updates: undefined });
      } else if (type === 'clear_output') {
        const { cellId } = view.metadata();
        if (view.content().wait === true) clearsOnNext.add(cellId);
        else clearCell(cellId);
      } else if (type === 'error') {
        // A cell that failed has left a gap; what a handler threw is over.
        const { cellId } = view.metadata();
        if (cellId !== undefined) add({ frame, cellId, updates: undefined });
      } else if (OUTPUTS.has(type)) {
        const { cellId } = view.metadata();
        if (clearsOnNext.delete(cellId)) clearCell(cellId);
        add({ frame, cellId, updates: undefined });
      }
    },
    get frames() {
      return shown.map(({ frame }) => frame);
    },
  };
}

function displayIdOf({ transient }: Record<string, unknown>): unknown {
  const isObject = typeof transient === 'object' && transient !== null;
  return isObject && 'display_id' in transient ? transient.display_id : null;
}
