import { parentPort, type Transferable } from 'node:worker_threads';

/** What a thread can be asked: for each method its parameters and its result, all of them structured-cloneable. */
export type ThreadMethods = Record<string, { params: unknown; result: unknown }>;

export interface ThreadCall {
  id: number;
  method: string;
  params: unknown;
}

export type ThreadAnswer =
  | { id: number; ok: true; result: unknown }
  | { id: number; ok: false; message: string };

export interface Served<Result> {
  result: Result;
  /** Handed over to the caller, not copied. */
  transfer?: readonly Transferable[];
}

export type ThreadHandlers<Methods extends ThreadMethods> = {
  [M in keyof Methods]: (params: Methods[M]['params']) => Promise<Served<Methods[M]['result']>>;
};

/** The worker's half of `WorkerThread`: answers calls one at a time, in their order. */
export function serveCalls<Methods extends ThreadMethods>(handlers: ThreadHandlers<Methods>): void {
  if (!parentPort) throw new Error('This script runs in a worker thread only.');
  const port = parentPort;
  let last = Promise.resolve();
  port.on('message', (call: ThreadCall) => {
    last = last.then(async () => {
      const { answer, transfer } = await answerCall(handlers, call);
      port.postMessage(answer, transfer);
    });
  });
}

async function answerCall<Methods extends ThreadMethods>(
  handlers: ThreadHandlers<Methods>,
  { id, method, params }: ThreadCall,
): Promise<{ answer: ThreadAnswer; transfer?: readonly Transferable[] }> {
  try {
    const handle = handlers[method];
    if (!handle) throw new Error(`This thread has no method ${method}.`);
    const { result, transfer } = await handle(params);
    return { answer: { id, ok: true, result }, transfer };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { answer: { id, ok: false, message } };
  }
}
