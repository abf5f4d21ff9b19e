import type { CodeCacheMade, ToKernel } from '../protocol/runtime-process.js';
import { NO_REQUEST } from '../protocol/visitor-request.js';
import type { WidgetManagerState } from '../protocol/widget-state.js';
import { createDeferred, within } from './deferred.js';
import { createKernelClient } from './kernel-client.js';
import type { KernelHandle } from './kernel-provisioner.js';
import { runNotebook } from './notebook-run.js';
import { SAMPLE_CELLS } from './sample-notebook.js';
import type { RuntimeProcess } from './start-runtime.js';

const RUN_TIMEOUT_MS = 10_000;
const ANSWER_TIMEOUT_MS = 5000;

/**
 * Has a kernel do what most kernels do, for a visitor too, and asks what V8 has made of its code by then. No notebook of
 * the operator's has run in it: all kernels will run what it answers.
 * @throws Error when it does not answer
 */
export async function makeCodeCache(
  child: RuntimeProcess,
  kernel: KernelHandle,
): Promise<Uint8Array> {
  const { widgets, failure } = await runNotebook(kernel, SAMPLE_CELLS, {
    timeoutMs: RUN_TIMEOUT_MS,
  });
  if (failure) throw failure.error;
  await visit(child, kernel, widgets);
  const answer = createDeferred<Uint8Array>();
  child.onMessage = (message) => {
    if (isCodeCache(message)) answer.resolve(message.data);
  };
  void child.send({ type: 'code-cache' } satisfies ToKernel);
  const ended = child.exited.then(() => 'late' as const);
  const data = await within(ANSWER_TIMEOUT_MS, Promise.race([answer.promise, ended]));
  if (data === 'late') throw new Error('A kernel has not told what V8 made of its code.');
  return data;
}

/** Moves the sliders. */
async function visit(
  child: RuntimeProcess,
  kernel: KernelHandle,
  { state }: WidgetManagerState,
): Promise<void> {
  // Not by the kernel's handle, which would give it the priority of one that has a visitor.
  void child.send({ type: 'request', request: NO_REQUEST } satisfies ToKernel);
  void child.send({ type: 'attach' } satisfies ToKernel);
  const client = createKernelClient(kernel);
  for (const [comm_id, { model_name }] of Object.entries(state)) {
    if (model_name !== 'IntSliderModel') continue;
    const data = { method: 'update', state: { value: 2 }, buffer_paths: [] };
    client.send({ type: 'comm_msg', content: { comm_id, data } });
  }
  // Answered after all that was sent before it.
  const { reply } = client.request({ type: 'kernel_info_request', content: {} });
  if ((await within(RUN_TIMEOUT_MS, reply)) === 'late') throw new Error('A kernel is still busy.');
  client.close();
}

function isCodeCache(message: unknown): message is CodeCacheMade {
  return (
    typeof message === 'object' &&
    message !== null &&
    'type' in message &&
    message.type === 'code-cache' &&
    'data' in message &&
    message.data instanceof Uint8Array
  );
}
