import type { KernelMessage } from '@jupyterlab/services';
import { createUuid } from './uuid.js';

export type { KernelMessage } from '@jupyterlab/services';

/** @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#message-header */
export type MessageHeader = KernelMessage.IHeader;
export type Channel = KernelMessage.Channel;
export type AnyMessage = KernelMessage.IMessage;

/** The version of the messaging specification that eccola's kernel speaks. */
export const MESSAGING_VERSION = '5.4';

/** What `createMessage` needs to know beside the type and the content. */
export interface MessageParts {
  channel: Channel;
  session: string;
  parent?: MessageHeader | undefined;
  metadata?: Record<string, unknown>;
  buffers?: (ArrayBuffer | ArrayBufferView)[];
  username?: string;
  /** Unique among all messages; a random UUID by default. */
  id?: string;
}

/** Builds a message with a header of its own; the content is the caller's, as the specification shapes it. */
export function createMessage(
  msgType: string,
  content: object,
  { channel, session, parent, metadata = {}, buffers = [], username = 'eccola', id }: MessageParts,
): AnyMessage {
  return {
    channel,
    header: {
      msg_id: id ?? createUuid(),
      msg_type: msgType,
      session,
      username,
      date: new Date().toISOString(),
      version: MESSAGING_VERSION,
    },
    parent_header: parent ?? {},
    metadata,
    content,
    buffers,
  } as unknown as AnyMessage;
}

/** The message that this one answers. */
export function parentId({ parent_header }: AnyMessage): string | undefined {
  return 'msg_id' in parent_header ? parent_header.msg_id : undefined;
}
