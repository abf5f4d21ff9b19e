import type { CompiledCell } from '../../../protocol/compiled.js';
import { AppError } from '../../../protocol/errors.js';
import { toCompileError } from './compile-error.js';
import type { MessageContext } from './context.js';
import { Interruption } from './interruption.js';
import type { KernelParts } from './kernel-parts.js';
import type { ExecuteRequest } from './message-content.js';

interface QueuedRequest {
  request: ExecuteRequest;
  context: MessageContext;
}

/**
 * Executes one `execute_request` after the other. A request that fails aborts the ones that wait behind it,
 * unless it says `stop_on_error: false`.
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#execute
 */
export class ExecutionQueue {
  readonly #parts: KernelParts;
  readonly #queue: QueuedRequest[] = [];
  readonly #compiling = new Interruption();
  #running = false;
  #executionCount = 0;

  constructor(parts: KernelParts) {
    this.#parts = parts;
  }

  add(request: ExecuteRequest, context: MessageContext): void {
    this.#queue.push({ request, context });
    if (!this.#running) void this.#drain();
  }

  /** Keeps a cell from running that is still being compiled. */
  interrupt(): void {
    this.#compiling.interrupt();
  }

  async #drain(): Promise<void> {
    this.#running = true;
    for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
      await this.#execute(next);
    }
    this.#running = false;
  }

  async #execute({ request, context }: QueuedRequest): Promise<void> {
    const { publisher, published } = this.#parts;
    publisher.publish('status', { execution_state: 'busy' }, context);
    if (request.store_history) this.#executionCount += 1;
    const execution_count = this.#executionCount;
    if (request.store_history) this.#parts.history.add(execution_count, request.code);
    if (!request.silent && !published) {
      publisher.publish('execute_input', { code: request.code, execution_count }, context);
    }
    const label = request.store_history ? `In[${execution_count}]` : 'In[*]';
    const failure = await this.#run(request, context, label, execution_count);
    const user_expressions = failure ? {} : this.#evaluate(request.user_expressions);
    await publisher.settled(context);
    // Before the front end is told: what it sends after that knows of the error.
    const aborted = failure && request.stop_on_error ? await this.#takeWaiting() : [];
    publisher.reply(
      'execute_reply',
      failure
        ? { status: 'error', execution_count, ...failure }
        : { status: 'ok', execution_count, user_expressions, payload: [] },
      context,
      'shell',
    );
    publisher.publish('status', { execution_state: 'idle' }, context);
    for (const waiting of aborted) this.#abort(waiting);
  }

  async #run(
    { code, silent }: ExecuteRequest,
    context: MessageContext,
    label: string,
    execution_count: number,
  ) {
    const { host, sources, history, published, showResult } = this.#parts;
    sources.set(label, code);
    try {
      const cell = await this.#compiling.wait(host.compiler.compile(code, context.cellId));
      assertCompiled(cell, code);
      const { value } = await host.contexts.run(context, () => host.executor.execute(cell, label));
      host.compiler.accept(cell);
      if (!silent && value !== undefined && value !== null) {
        if (!published) history.setOutput(execution_count, host.inspect(value));
        showResult(value, execution_count, context);
      }
      return undefined;
    } catch (error) {
      return this.#parts.publishError(error, context);
    }
  }

  #evaluate(expressions: Record<string, string>): Record<string, object> {
    const { host, describeError } = this.#parts;
    const results: Record<string, object> = {};
    for (const [name, expression] of Object.entries(expressions)) {
      try {
        const value = host.executor.evaluate(expression);
        const data = { 'text/plain': host.inspect(value) };
        results[name] = { status: 'ok', data, metadata: {} };
      } catch (error) {
        results[name] = { status: 'error', ...describeError(error) };
      }
    }
    return results;
  }

  /** The requests that wait, those included that have arrived and were not received yet. */
  async #takeWaiting(): Promise<QueuedRequest[]> {
    await new Promise<void>((resolve) => this.#parts.host.defer(resolve));
    return this.#queue.splice(0);
  }

  #abort({ context }: QueuedRequest): void {
    const { publisher } = this.#parts;
    publisher.publish('status', { execution_state: 'busy' }, context);
    publisher.reply('execute_reply', { status: 'aborted' }, context, 'shell');
    publisher.publish('status', { execution_state: 'idle' }, context);
  }
}

function assertCompiled(cell: CompiledCell, source: string): void {
  if (cell.diagnostics.some((diagnostic) => diagnostic.category === 'error')) {
    throw toCompileError(cell.diagnostics, source);
  }
  if (cell.code === '' && cell.lastExpressionVar !== undefined) {
    throw new AppError('CELL_DOES_NOT_COMPILE', 'The cell has no compiled code.');
  }
}
