import { parseKernelError } from './kernel-error.js';
import { type AnyMessage, parentId } from './messages.js';
import type { IDisplayData, IExecuteResult, IOutput } from './nbformat.js';

/** What the cells of a notebook put out, kept as a front end keeps it. */
export interface OutputCollector {
  /** From now on, what answers this message is the cell's output. */
  begin(msgId: string, cellId: string): void;
  /** Takes one message of iopub. */
  accept(message: AnyMessage): void;
  /** By cell id, in nbformat. */
  readonly outputs: ReadonlyMap<string, IOutput[]>;
  /** Characters collected so far: text and mime bundles. */
  readonly size: number;
}

interface CellOutputs {
  outputs: IOutput[];
  /** `clear_output(wait)`: the next output takes the place of these. */
  clearsOnNext: boolean;
}

type Content = Record<string, unknown>;

/** @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#messages-on-the-iopub-pub-sub-channel */
export function createOutputCollector(): OutputCollector {
  const byMessage = new Map<string, CellOutputs>();
  const outputs = new Map<string, IOutput[]>();
  const displays = new Map<string, (IDisplayData | IExecuteResult)[]>();
  let size = 0;

  function add(cell: CellOutputs, output: IOutput): void {
    if (cell.clearsOnNext) clear(cell);
    cell.outputs.push(output);
  }

  const accept: Record<string, (cell: CellOutputs, content: Content) => void> = {
    stream: (cell, { name, text }) => {
      const last = cell.clearsOnNext ? undefined : cell.outputs.at(-1);
      if (last?.output_type === 'stream' && last.name === name) last.text = `${last.text}${text}`;
      else add(cell, { output_type: 'stream', name: String(name), text: String(text) });
    },
    display_data: (cell, content) => {
      const output: IDisplayData = { output_type: 'display_data', ...bundleOf(content) };
      add(cell, output);
      remember(content, output);
    },
    execute_result: (cell, content) => {
      const execution_count = Number(content.execution_count);
      const output: IExecuteResult = {
        output_type: 'execute_result',
        execution_count,
        ...bundleOf(content),
      };
      add(cell, output);
      remember(content, output);
    },
    error: (cell, content) => {
      const { ename, evalue, traceback } = parseKernelError(content);
      add(cell, { output_type: 'error', ename, evalue, traceback: [...traceback] });
    },
    clear_output: (cell, { wait }) => {
      if (wait === true) cell.clearsOnNext = true;
      else clear(cell);
    },
  };

  /** The page finds by `transient` what is to be updated later. */
  function remember(content: Content, output: IDisplayData | IExecuteResult): void {
    const id = displayIdOf(content);
    if (id === undefined) return;
    output.transient = { display_id: id };
    displays.set(id, [...(displays.get(id) ?? []), output]);
  }

  return {
    outputs,
    get size() {
      return size;
    },
    begin: (msgId, cellId) => {
      const cell = { outputs: [], clearsOnNext: false };
      byMessage.set(msgId, cell);
      outputs.set(cellId, cell.outputs);
    },
    accept: (message) => {
      const content: Content = { ...message.content };
      const type: string = message.header.msg_type;
      if (type === 'update_display_data') {
        // A display is updated wherever it stands, whichever cell does it.
        for (const output of displays.get(displayIdOf(content) ?? '') ?? []) {
          Object.assign(output, bundleOf(content));
        }
        size += sizeOf(content);
        return;
      }
      const cell = byMessage.get(parentId(message) ?? '');
      if (!cell || !Object.hasOwn(accept, type)) return;
      size += sizeOf(content);
      accept[type]?.(cell, content);
    },
  };
}

function clear(cell: CellOutputs): void {
  cell.outputs.length = 0;
  cell.clearsOnNext = false;
}

function bundleOf({ data, metadata }: Content): Pick<IDisplayData, 'data' | 'metadata'> {
  return {
    data: asObject(data) as IDisplayData['data'],
    metadata: asObject(metadata) as IDisplayData['metadata'],
  };
}

function displayIdOf({ transient }: Content): string | undefined {
  const { display_id } = asObject(transient);
  return typeof display_id === 'string' ? display_id : undefined;
}

function asObject(value: unknown): Content {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function sizeOf({ text, data }: Content): number {
  if (typeof text === 'string') return text.length;
  return Object.values(asObject(data)).reduce<number>(
    (sum, value) => sum + (typeof value === 'string' ? value.length : 0),
    0,
  );
}
