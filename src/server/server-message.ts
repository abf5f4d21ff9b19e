import { randomUUID } from 'node:crypto';
import { encodeFrame } from '../protocol/framing.js';
import { createMessage } from '../protocol/messages.js';

const SESSION = randomUUID();

/** A message of the server's own on a kernel's iopub. */
export function encodeServerMessage(type: string, content: object): Uint8Array {
  return encodeFrame(createMessage(type, content, { channel: 'iopub', session: SESSION }));
}
