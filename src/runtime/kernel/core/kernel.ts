import type { AnyMessage } from '../../../protocol/messages.js';
import type { VisitorRequest } from '../../../protocol/visitor-request.js';
import type { DisplayHandle, WidgetHost } from '../../../widgets/host.js';
import { CommIds } from './comm-ids.js';
import { CommManager } from './comm-manager.js';
import type { MessageContext, Origin } from './context.js';
import { Displays } from './display.js';
import { toErrorContent } from './error-content.js';
import { ExecutionQueue } from './execution-queue.js';
import { cellIdOf, commHandlers, isHandled, requestHandlers, toCommMessage } from './handlers.js';
import { History } from './history.js';
import type { KernelHost } from './host.js';
import { InputRequests } from './input-requests.js';
import type { KernelInfo } from './kernel-info.js';
import type { KernelParts } from './kernel-parts.js';
import { isRecord, parseExecuteRequest } from './message-content.js';
import { Publisher } from './publisher.js';
import { RequestSource } from './request-source.js';
import type { StreamName } from './stream-buffer.js';

export interface KernelOptions {
  host: KernelHost;
  info: KernelInfo;
  session: string;
  /** Every front end reads what goes in here. */
  iopub: (message: AnyMessage) => void;
  commIdSeed: string | undefined;
  published: boolean;
  /** Told when the notebook reads the visitor's request and there is no visitor yet. */
  onRequestRead: () => void;
}

/** A Jupyter kernel: messages in, messages out, whichever transport carries them. */
export class Kernel {
  readonly #parts: KernelParts;
  readonly #queue: ExecutionQueue;
  readonly #commIds: CommIds;
  readonly #displays: Displays;
  readonly #inputs: InputRequests;
  /** What is output outside any request belongs to the one that came last. */
  #latest: MessageContext | undefined;
  readonly #visitor: RequestSource;

  constructor(options: KernelOptions) {
    const { host, info, session, iopub, commIdSeed, published } = options;
    // The session is random, so these are unique: a generator of random numbers would cost each visitor's kernel memory.
    let messages = 0;
    const nextMessageId = () => {
      messages += 1;
      return `${session}_${messages}`;
    };
    const defer = (task: () => void) => host.defer(task);
    const publisher = new Publisher({ session, nextMessageId, iopub, defer });
    const sources = new Map<string, string>();
    this.#inputs = new InputRequests(session, nextMessageId, published);
    this.#visitor = new RequestSource(published, options.onRequestRead);
    this.#commIds = new CommIds({ seed: commIdSeed, session });
    const describeError = (error: unknown) =>
      toErrorContent(error, {
        inspect: (value) => host.inspect(value),
        explain: (thrown) => host.explain(thrown),
        sourceOf: (label) => sources.get(label),
      });
    const nextId = (kind: string) => this.#commIds.next(this.#context()?.cellId, kind);
    this.#displays = new Displays({
      publisher,
      host,
      currentContext: () => this.#requireContext(),
      reportError: (error, context) => this.#publishError(error, context),
      nextId: () => nextId('display'),
    });
    this.#parts = {
      host,
      info,
      publisher,
      sources,
      history: new History(),
      published,
      describeError,
      interrupt: () => {
        this.#queue.interrupt();
        host.executor.interrupt();
      },
      showResult: (value, count, context) => this.#displays.showResult(value, count, context),
      publishError: (error, context) => this.#publishError(error, context),
      comms: new CommManager({
        send: (msgType, content, extras) => {
          const context = this.#context();
          if (context) publisher.publish(msgType, content, context, extras);
        },
        nextId,
        call: (handler) => this.#call(handler),
      }),
    };
    this.#queue = new ExecutionQueue(this.#parts);
  }

  /** Takes one message of a front end's. A message that is not understood is answered in words where the protocol has a reply. */
  receive(message: AnyMessage, origin: Origin): void {
    const msgType: string = message.header.msg_type;
    const content: unknown = message.content;
    if (msgType === 'input_reply') {
      this.#inputs.receive(message);
      return;
    }
    const context: MessageContext = {
      parent: message.header,
      origin,
      cellId: cellIdOf(message),
      allowStdin: isRecord(content) && content.allow_stdin === true,
    };
    this.#latest = context;
    const fields = isRecord(content) ? content : {};
    if (msgType === 'execute_request') this.#enqueue(fields, context);
    else if (isHandled(commHandlers, msgType)) this.#handleComm(msgType, message, context);
    else void this.#answer(msgType, fields, context, message.channel);
  }

  /** A visitor is attached: what is made from now on is theirs, so its comms get ids of this kernel's own. */
  attach(): void {
    this.#commIds.randomize();
  }

  /** Says who the visitor is. */
  setRequest(request: VisitorRequest): void {
    this.#visitor.set(request);
  }

  /** Ends what the cell awaits, its own compiling included. */
  interrupt(): void {
    this.#parts.interrupt();
  }

  /** Text that the notebook prints. */
  writeStream(name: StreamName, text: string): void {
    const context = this.#context();
    if (context) this.#parts.publisher.stream(name, text, context);
  }

  /** Asks whoever runs the calling cell for a line of text. */
  async requestInput(prompt: string): Promise<string> {
    return this.#inputs.ask(prompt, this.#requireContext());
  }

  /** Shows a value as an output of whichever request the calling code belongs to. */
  display(value: unknown): DisplayHandle {
    return this.#displays.display(value);
  }

  /** Names a display that is to be shown anew. */
  nextDisplayId(): string {
    return this.#displays.nextId();
  }

  /** Shows forms that are made already, anew where `displayId` was shown before. */
  displayData(data: Record<string, unknown>, displayId: string | undefined, update: boolean): void {
    this.#displays.displayData(data, displayId, update);
  }

  /**
   * Says on iopub what was thrown where no cell could catch it.
   * @param context the request that the code at fault belongs to; the current one if it is not known
   */
  reportError(error: unknown, context = this.#context()): void {
    if (context) this.#publishError(error, context);
  }

  /** What the widgets get of this kernel. */
  get widgetHost(): WidgetHost {
    return {
      published: this.#parts.published,
      openComm: (target, payload) => this.#parts.comms.open(target, payload),
      onCommOpen: (target, handler) => this.#parts.comms.onOpen(target, handler),
      display: (value) => this.display(value),
      clearOutput: (wait) => this.#displays.clear(wait),
      reportError: (error) => this.reportError(error),
      working: (task) => this.#parts.host.working(task),
      request: () => this.#visitor.read(),
    };
  }

  #enqueue(content: Record<string, unknown>, context: MessageContext): void {
    try {
      this.#queue.add(parseExecuteRequest(content), context);
    } catch (error) {
      this.#reject('execute_request', error, context, 'shell');
    }
  }

  async #answer(
    msgType: string,
    content: Record<string, unknown>,
    context: MessageContext,
    channel: string,
  ): Promise<void> {
    const { publisher } = this.#parts;
    const replyChannel = channel === 'control' ? 'control' : 'shell';
    if (!isHandled(requestHandlers, msgType)) {
      const error = new TypeError(`This kernel knows no message ${JSON.stringify(msgType)}.`);
      this.#reject(msgType, error, context, replyChannel);
      return;
    }
    publisher.publish('status', { execution_state: 'busy' }, context);
    try {
      const reply = await requestHandlers[msgType](content, this.#parts);
      publisher.reply(toReplyType(msgType), reply, context, replyChannel);
      if (msgType === 'shutdown_request') {
        publisher.publish('shutdown_reply', reply, context);
      }
    } catch (error) {
      const failure = { status: 'error', ...this.#parts.describeError(error) };
      publisher.reply(toReplyType(msgType), failure, context, replyChannel);
    }
    publisher.publish('status', { execution_state: 'idle' }, context);
    if (msgType === 'shutdown_request') this.#parts.host.exit();
  }

  #handleComm(
    msgType: keyof typeof commHandlers,
    message: AnyMessage,
    context: MessageContext,
  ): void {
    const { publisher, host } = this.#parts;
    publisher.publish('status', { execution_state: 'busy' }, context);
    host.contexts.run(context, () => {
      try {
        const content: unknown = message.content;
        commHandlers[msgType](
          isRecord(content) ? content : {},
          toCommMessage(message),
          this.#parts,
        );
      } catch (error) {
        this.#publishError(error, context);
      }
    });
    publisher.publish('status', { execution_state: 'idle' }, context);
  }

  /** Answers a request that could not be handled at all. */
  #reject(
    msgType: string,
    error: unknown,
    context: MessageContext,
    channel: 'shell' | 'control',
  ): void {
    const { publisher, describeError } = this.#parts;
    publisher.publish('status', { execution_state: 'busy' }, context);
    if (msgType.endsWith('_request')) {
      const failure = { status: 'error', ...describeError(error) };
      publisher.reply(toReplyType(msgType), failure, context, channel);
    }
    publisher.publish('status', { execution_state: 'idle' }, context);
  }

  #call(handler: () => void): void {
    try {
      this.#parts.host.runInterruptible(handler);
    } catch (error) {
      this.reportError(error);
    }
  }

  #publishError(error: unknown, context: MessageContext) {
    const content = this.#parts.describeError(error);
    this.#parts.publisher.output('error', content, context);
    return content;
  }

  #context(): MessageContext | undefined {
    return this.#parts.host.contexts.current() ?? this.#latest;
  }

  #requireContext(): MessageContext {
    const context = this.#context();
    if (!context) throw new Error('Nothing can be shown before the first cell runs.');
    return context;
  }
}

function toReplyType(requestType: string): string {
  return requestType.replace(/_request$/, '_reply');
}
