import { createHmac, timingSafeEqual } from 'node:crypto';
import { toBytes } from '../../../protocol/bytes.js';
import type { AnyMessage, Channel } from '../../../protocol/messages.js';

/*
 * Jupyter's message on a ZeroMQ socket: identities, a delimiter, a signature, the four parts in JSON, the buffers.
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#the-wire-protocol
 */

const DELIMITER = Buffer.from('<IDS|MSG>');
const JSON_PARTS = 4;

/** A message in parts: JSON is written, nothing is signed. */
export interface WireMessage {
  channel: Channel;
  /** Who is meant, on a router socket; the topic, on iopub. */
  identities: readonly Uint8Array[];
  /** Header, parent header, metadata and content in JSON, then the buffers. */
  parts: readonly Uint8Array[];
}

/** Signs messages and checks signatures. Buffers are not part of a signature, as the specification has it. */
export class Signer {
  readonly #key: string;
  readonly #digest: string;

  constructor(key: string, digest: string) {
    this.#key = key;
    this.#digest = digest;
  }

  /** The frames to send. */
  sign({ identities, parts }: WireMessage): Uint8Array[] {
    return [...identities, DELIMITER, Buffer.from(this.#signature(parts)), ...parts];
  }

  /** @throws Error in words for frames that are no message, and for a wrong signature */
  verify(frames: readonly Uint8Array[], channel: Channel): WireMessage {
    const delimiter = frames.findIndex((frame) => DELIMITER.equals(frame));
    if (delimiter < 0) throw new Error('it has no <IDS|MSG> delimiter');
    const [signature, ...parts] = frames.slice(delimiter + 1);
    if (!signature || parts.length < JSON_PARTS) throw new Error('parts of it are missing');
    const expected = Buffer.from(this.#signature(parts));
    if (expected.length !== signature.length || !timingSafeEqual(expected, signature)) {
      throw new Error('its signature is wrong');
    }
    return { channel, identities: frames.slice(0, delimiter), parts };
  }

  #signature(parts: readonly Uint8Array[]): string {
    if (this.#key === '') return '';
    const hmac = createHmac(this.#digest, this.#key);
    for (const part of parts.slice(0, JSON_PARTS)) hmac.update(part);
    return hmac.digest('hex');
  }
}

export function toWireMessage(message: AnyMessage, identities: readonly Uint8Array[]): WireMessage {
  const { channel, header, parent_header, metadata, content, buffers = [] } = message;
  return {
    channel,
    identities,
    parts: [
      ...[header, parent_header ?? {}, metadata, content].map((part) =>
        Buffer.from(JSON.stringify(part)),
      ),
      ...buffers.map(toBytes),
    ],
  };
}

/** @throws Error in words for parts that are not JSON objects, and for a header without type and id */
export function fromWireMessage({ channel, parts }: WireMessage): AnyMessage {
  const [header, parent_header, metadata, content] = parts.slice(0, JSON_PARTS).map(parseObject);
  if (typeof header?.msg_type !== 'string' || typeof header.msg_id !== 'string') {
    throw new Error('its header has no msg_type or msg_id');
  }
  const buffers = parts
    .slice(JSON_PARTS)
    .map((part) => new DataView(part.buffer, part.byteOffset, part.byteLength));
  return { channel, header, parent_header, metadata, content, buffers } as unknown as AnyMessage;
}

function parseObject(part: Uint8Array): Record<string, unknown> {
  const value: unknown = JSON.parse(Buffer.from(part).toString('utf8'));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error('a part of it is no JSON object');
  }
  return value as Record<string, unknown>;
}
