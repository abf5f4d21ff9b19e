import { randomUUID } from 'node:crypto';
import { AppError } from '../protocol/errors.js';
import { decodeFrame, encodeFrame } from '../protocol/framing.js';
import {
  type AnyMessage,
  createMessage,
  type MessageHeader,
  parentId,
} from '../protocol/messages.js';
import { createDeferred } from './deferred.js';
import type { KernelHandle } from './kernel-provisioner.js';

export interface KernelRequest {
  type: string;
  content: object;
  metadata?: Record<string, unknown>;
}

/** The server's own conversation with a kernel, before a visitor has it. */
export interface KernelClient {
  /** Sends a message on shell. @returns its header, which is the parent of what comes back */
  send(request: KernelRequest): MessageHeader;
  /**
   * Sends a request. The reply is there when the kernel is idle again, which is after all its output; it rejects with
   * `KERNEL_DIED`.
   */
  request(request: KernelRequest): { header: MessageHeader; reply: Promise<AnyMessage> };
  /** Given every message on iopub. */
  onIopub: ((message: AnyMessage) => void) | undefined;
  /** Takes its hands off the kernel. */
  close(): void;
}

interface PendingRequest {
  reply: AnyMessage | undefined;
  idle: boolean;
  resolve: (reply: AnyMessage) => void;
  reject: (error: unknown) => void;
}

export function createKernelClient(kernel: KernelHandle): KernelClient {
  const session = randomUUID();
  const pending = new Map<string, PendingRequest>();

  function receive(message: AnyMessage): void {
    const request = pending.get(parentId(message) ?? '');
    if (message.channel === 'iopub') {
      client.onIopub?.(message);
      if (request && isIdle(message)) request.idle = true;
    } else if (request) {
      request.reply = message;
    }
    if (request?.reply && request.idle) {
      pending.delete(parentId(message) ?? '');
      request.resolve(request.reply);
    }
  }

  function send({ type, content, metadata = {} }: KernelRequest): MessageHeader {
    const message = createMessage(type, content, { channel: 'shell', session, metadata });
    void kernel.send(encodeFrame(message));
    return message.header;
  }

  let death: AppError | undefined;
  void kernel.exited.then(({ code, signal }) => {
    death = new AppError('KERNEL_DIED', `The kernel ended (${signal ?? `code ${code}`}).`, {
      hint: 'process.exit() in a cell, and running out of memory, end a kernel.',
    });
    for (const { reject } of pending.values()) reject(death);
    pending.clear();
  });
  kernel.onFrame = (frame) => receive(decodeFrame(frame));

  const client: KernelClient = {
    onIopub: undefined,
    send,
    request: (request) => {
      const header = send(request);
      const { promise, resolve, reject } = createDeferred<AnyMessage>();
      if (death) reject(death);
      else pending.set(header.msg_id, { reply: undefined, idle: false, resolve, reject });
      return { header, reply: promise };
    },
    close: () => {
      kernel.onFrame = undefined;
    },
  };
  return client;
}

/** The id of the message that this one answers, if it answers one. */
function isIdle({ header, content }: AnyMessage): boolean {
  return (
    header.msg_type === 'status' &&
    'execution_state' in content &&
    content.execution_state === 'idle'
  );
}
