import type { AnyMessage, KernelMessage } from '../../../protocol/messages.js';
import { MESSAGING_VERSION } from '../../../protocol/messages.js';
import type { CommMessage } from '../../../widgets/host.js';
import type { KernelParts } from './kernel-parts.js';
import {
  isRecord,
  parseCommId,
  parseCommOpen,
  parseCursorRequest,
  requireString,
  toCodePointOffset,
} from './message-content.js';

/** Requests that are answered at once; `execute_request` waits its turn in the queue. */
type RequestType =
  | 'kernel_info_request'
  | 'comm_info_request'
  | 'is_complete_request'
  | 'complete_request'
  | 'inspect_request'
  | 'history_request'
  | 'interrupt_request'
  | 'shutdown_request';

type ContentOf<T extends string> = Extract<
  KernelMessage.Message,
  KernelMessage.IMessage<Extract<T, KernelMessage.MessageType>>
>['content'];
type ReplyTo<T extends string> = T extends 'shutdown_request'
  ? { status: 'ok'; restart: boolean }
  : T extends `${infer Name}_request`
    ? ContentOf<`${Name}_reply`>
    : never;

type RequestHandler<T extends string> = (
  content: Record<string, unknown>,
  parts: KernelParts,
) => ReplyTo<T> | Promise<ReplyTo<T>>;

export const requestHandlers = {
  kernel_info_request: (_content, { info }) => ({
    status: 'ok',
    protocol_version: MESSAGING_VERSION,
    ...info,
  }),

  comm_info_request: ({ target_name }, { comms }) => ({
    status: 'ok',
    comms: comms.info(typeof target_name === 'string' ? target_name : undefined),
  }),

  is_complete_request: async (content, { host }) => {
    const code = requireString(content, 'code', 'is_complete_request');
    const answer = await host.compiler.isComplete(code);
    return answer.status === 'incomplete' ? answer : { ...answer, indent: '' };
  },

  complete_request: async (content, { host }) => {
    const { code, position } = parseCursorRequest(content, 'complete_request');
    const { matches, kinds, signatures, start, end } = await host.compiler.complete(code, position);
    const cursor_start = toCodePointOffset(code, start);
    const cursor_end = toCodePointOffset(code, end);
    return {
      status: 'ok',
      matches,
      cursor_start,
      cursor_end,
      // JupyterLab shows an icon for each kind, IPython's front ends the signature too; others leave the key alone.
      metadata: {
        _jupyter_types_experimental: matches.map((text, index) => ({
          text,
          type: kinds[index] ?? '',
          signature: signatures[index] ?? '',
          start: cursor_start,
          end: cursor_end,
        })),
      },
    };
  },

  inspect_request: async (content, { host }) => {
    const { code, position } = parseCursorRequest(content, 'inspect_request');
    const inspection = await host.compiler.inspect(code, position);
    const data: Record<string, string> = inspection
      ? { 'text/plain': inspection.text, 'text/markdown': inspection.markdown }
      : {};
    return { status: 'ok', found: inspection !== undefined, data, metadata: {} };
  },

  history_request: (content, { history }) => ({ status: 'ok', history: history.find(content) }),

  interrupt_request: (_content, { interrupt }) => {
    interrupt();
    return { status: 'ok' };
  },

  shutdown_request: ({ restart }) => ({ status: 'ok', restart: restart === true }),
} satisfies { [T in RequestType]: RequestHandler<T> };

type CommType = 'comm_open' | 'comm_msg' | 'comm_close';
type CommHandler = (
  content: Record<string, unknown>,
  message: CommMessage,
  parts: KernelParts,
) => void;

export const commHandlers = {
  comm_open: (content, message, { comms }) => comms.handleOpen(parseCommOpen(content), message),
  comm_msg: (content, message, { comms }) =>
    comms.handleMessage(parseCommId(content, 'comm_msg'), message),
  comm_close: (content, message, { comms }) =>
    comms.handleClose(parseCommId(content, 'comm_close'), message),
} satisfies { [T in CommType]: CommHandler };

/** What a comm's handler is given of a message. */
export function toCommMessage({ content, metadata, buffers = [] }: AnyMessage): CommMessage {
  const data: unknown = Reflect.get(content, 'data');
  return {
    data: isRecord(data) ? data : {},
    metadata: isRecord(metadata) ? metadata : {},
    buffers: buffers.map((buffer) =>
      ArrayBuffer.isView(buffer)
        ? new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength)
        : new DataView(buffer),
    ),
  };
}

/** True for a type that a table handles; its own properties only, so that no name of Object's passes. */
export function isHandled<T extends object>(
  table: T,
  msgType: string,
): msgType is keyof T & string {
  return Object.hasOwn(table, msgType);
}

/** The cell that an `execute_request` is for, as JupyterLab names it. */
export function cellIdOf({ metadata }: AnyMessage): string | undefined {
  const cellId: unknown = isRecord(metadata) ? metadata.cellId : undefined;
  return typeof cellId === 'string' ? cellId : undefined;
}
