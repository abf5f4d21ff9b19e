import { type AnyMessage, type Channel, createMessage } from '../../src/protocol/messages.js';

/** What came of one request: its reply, and everything on iopub between its busy and its idle, without these two. */
export interface Answer {
  reply: AnyMessage;
  iopub: AnyMessage[];
}

export interface RequestOptions {
  channel?: Channel;
  metadata?: Record<string, unknown>;
  buffers?: Uint8Array[];
}

export interface ExecuteOptions extends RequestOptions {
  cellId?: string;
  content?: Record<string, unknown>;
}

/** A front end of a kernel, whichever transport carries its messages. */
export interface KernelClient {
  /** Every message that the kernel sent, in order. */
  messages: readonly AnyMessage[];
  /** Sends any message; returns it. */
  send(msgType: string, content: object, options?: RequestOptions): AnyMessage;
  /** Resolves with the first message, past or future, that passes. */
  find(passes: (message: AnyMessage) => boolean): Promise<AnyMessage>;
  /** Resolves when the kernel is idle after the message, with all that it said of it. */
  idle(message: AnyMessage): Promise<AnyMessage[]>;
  request(msgType: string, content: object, options?: RequestOptions): Promise<Answer>;
  execute(code: string, options?: ExecuteOptions): Promise<Answer>;
}

export interface ExitedKernel {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface KernelConnection {
  send: (message: AnyMessage) => void;
  exited: Promise<ExitedKernel>;
}

export interface ConnectedClient {
  client: KernelClient;
  /** To be called with each message that the kernel sent. */
  receive(message: AnyMessage): void;
  /** Resolves once `look` finds something: looks now, and after each `receive` and `lookAgain`. */
  until<T>(look: () => T | undefined): Promise<T>;
  lookAgain(): void;
}

export function createKernelClient({ send, exited }: KernelConnection): ConnectedClient {
  const messages: AnyMessage[] = [];
  const watchers = new Set<() => void>();
  const lookAgain = () => {
    for (const look of watchers) look();
  };

  const until = <T>(look: () => T | undefined) =>
    new Promise<T>((resolve, reject) => {
      const attempt = () => {
        const found = look();
        if (found === undefined) return;
        watchers.delete(attempt);
        resolve(found);
      };
      watchers.add(attempt);
      attempt();
      void exited.then(({ code, signal }) =>
        reject(new Error(`The kernel ended (${signal ?? code}) before it answered.`)),
      );
    });

  const client: KernelClient = {
    messages,
    send: (msgType, content, { channel = 'shell', metadata, buffers } = {}) => {
      const message = createMessage(msgType, content, {
        channel,
        session: 'test-client',
        ...(metadata && { metadata }),
        ...(buffers && { buffers }),
      });
      send(message);
      return message;
    },
    find: (passes) => until(() => messages.find(passes)),
    idle: async ({ header }) => {
      const ofRequest = () => messages.filter((message) => isChildOf(message, header.msg_id));
      await until(() => ofRequest().find((message) => stateOf(message) === 'idle'));
      return ofRequest();
    },
    request: async (msgType, content, options) => {
      const request = client.send(msgType, content, options);
      const answers = await client.idle(request);
      // Each channel is a socket of its own: a reply may come after the idle that follows it.
      const reply = await client.find(
        (message) => isChildOf(message, request.header.msg_id) && message.channel !== 'iopub',
      );
      return { reply, iopub: outputsOf(answers) };
    },
    execute: (code, { cellId, content, ...options } = {}) =>
      client.request(
        'execute_request',
        { code, silent: false, store_history: true, stop_on_error: false, ...content },
        cellId === undefined ? options : { metadata: { cellId }, ...options },
      ),
  };
  const receive = (message: AnyMessage) => {
    messages.push(message);
    lookAgain();
  };
  return { client, receive, until, lookAgain };
}

/** What a cell put out, without the statuses. */
function outputsOf(messages: readonly AnyMessage[]): AnyMessage[] {
  return messages.filter(
    (message) => message.channel === 'iopub' && stateOf(message) === undefined,
  );
}

/** `[msg_type, content]` of each message: what a test compares when ids and dates do not matter. */
export function contentsOf(messages: readonly AnyMessage[]): [string, unknown][] {
  return messages.map(({ header, content }) => [header.msg_type, content]);
}

function isChildOf(message: AnyMessage, msgId: string): boolean {
  return 'msg_id' in message.parent_header && message.parent_header.msg_id === msgId;
}

function stateOf({ header, content }: AnyMessage): unknown {
  return header.msg_type === 'status' ? Reflect.get(content, 'execution_state') : undefined;
}
