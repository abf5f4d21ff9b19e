import { toBytes } from './bytes.js';
import { AppError } from './errors.js';
import { readUint64 } from './frame-batch.js';
import type { AnyMessage, MessageHeader } from './messages.js';

/** The websocket subprotocol of Jupyter's front ends: a frame is a message. @see https://jupyter-server.readthedocs.io/en/latest/developers/websocket-protocols.html */
export const WEBSOCKET_PROTOCOL = 'v1.kernel.websocket.jupyter.org';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });
const FIXED_PARTS = 5;
/** Far above what a widget or an upload needs, far below what would make opening a frame costly. */
const MAX_BUFFERS = 4096;
const MAX_HEADER_BYTES = 64 * 1024;

/**
 * Encodes one message as a v1 frame: a little-endian u64 count of offsets, the offsets, then channel, header,
 * parent header, metadata, content and the binary buffers.
 */
export function encodeFrame(message: AnyMessage): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [
    encoder.encode(message.channel),
    encoder.encode(JSON.stringify(message.header)),
    encoder.encode(JSON.stringify(message.parent_header ?? {})),
    encoder.encode(JSON.stringify(message.metadata)),
    encoder.encode(JSON.stringify(message.content)),
    ...(message.buffers ?? []).map(toBytes),
  ];
  const offsetCount = parts.length + 1;
  let position = 8 * (1 + offsetCount);
  const total = parts.reduce((sum, part) => sum + part.byteLength, position);
  const frame = new Uint8Array(total);
  const view = new DataView(frame.buffer);
  view.setBigUint64(0, BigInt(offsetCount), true);
  parts.forEach((part, index) => {
    view.setBigUint64(8 * (index + 1), BigInt(position), true);
    frame.set(part, position);
    position += part.byteLength;
  });
  view.setBigUint64(8 * offsetCount, BigInt(position), true);
  return frame;
}

/**
 * A frame whose parts are found but not parsed. Offsets are checked when it is opened, JSON only when it is asked for,
 * so that a relay can look at the header and pass the rest on as it came.
 */
export interface FrameView {
  readonly channel: string;
  readonly header: MessageHeader;
  /** Parsed anew at each call; throws `MALFORMED_MESSAGE` if it is not a JSON object. */
  content(): Record<string, unknown>;
  /** Parsed anew at each call, as `content`. */
  metadata(): Record<string, unknown>;
  readonly contentByteLength: number;
  readonly bufferCount: number;
  readonly bytes: Uint8Array;
}

/**
 * Opens a v1 frame; throws `MALFORMED_MESSAGE` for offsets that lie, for more parts or a longer header than any message
 * needs, and for a header without msg_id and msg_type.
 */
export function openFrame(bytes: Uint8Array): FrameView {
  const parts = splitFrame(bytes);
  if ((parts[1]?.byteLength ?? 0) > MAX_HEADER_BYTES) throw malformed('its header is too long');
  const header = parseObject(parts[1], 'header');
  if (typeof header.msg_type !== 'string' || typeof header.msg_id !== 'string') {
    throw malformed('its header has no msg_type or msg_id');
  }
  const content = parts[4];
  return {
    channel: decodeText(parts[0], 'channel'),
    header: header as unknown as MessageHeader,
    content: () => parseObject(content, 'content'),
    metadata: () => parseObject(parts[3], 'metadata'),
    contentByteLength: content?.byteLength ?? 0,
    bufferCount: parts.length - FIXED_PARTS,
    bytes,
  };
}

/** Decodes a whole v1 frame. The buffers are views on `bytes`, not copies. */
export function decodeFrame(bytes: Uint8Array): AnyMessage {
  const parts = splitFrame(bytes);
  const view = openFrame(bytes);
  return {
    channel: view.channel,
    header: view.header,
    parent_header: parseObject(parts[2], 'parent_header'),
    metadata: parseObject(parts[3], 'metadata'),
    content: view.content(),
    buffers: parts
      .slice(FIXED_PARTS)
      .map((part) => new DataView(part.buffer, part.byteOffset, part.byteLength)),
  } as unknown as AnyMessage;
}

function splitFrame(bytes: Uint8Array): Uint8Array[] {
  if (bytes.byteLength < 8) throw malformed('it is shorter than its own offset count');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = readUint64(view, 0);
  if (count < FIXED_PARTS + 1 || count * 8 + 8 > bytes.byteLength) {
    throw malformed(`it claims ${count} offsets`);
  }
  if (count > FIXED_PARTS + 1 + MAX_BUFFERS) throw malformed(`it has ${count} parts`);
  const offsets = Array.from({ length: count }, (_, index) => readUint64(view, 8 * (index + 1)));
  let previous = 8 * (1 + count);
  for (const offset of offsets) {
    if (offset < previous) throw malformed('its offsets do not fit it');
    previous = offset;
  }
  // Nothing follows it either: whoever takes a batch apart goes by its length.
  if (previous !== bytes.byteLength) throw malformed('its offsets do not fit it');
  return offsets.slice(1).map((end, index) => bytes.subarray(offsets[index], end));
}

function parseObject(part: Uint8Array | undefined, name: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(decodeText(part, name));
  } catch (cause) {
    throw malformed(`its ${name} is not JSON`, cause);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw malformed(`its ${name} is not an object`);
  }
  return value as Record<string, unknown>;
}

function decodeText(part: Uint8Array | undefined, name: string): string {
  try {
    return decoder.decode(part ?? new Uint8Array());
  } catch (cause) {
    throw malformed(`its ${name} is not UTF-8`, cause);
  }
}

function malformed(reason: string, cause?: unknown): AppError {
  return new AppError('MALFORMED_MESSAGE', `A message frame was not understood: ${reason}.`, {
    cause,
  });
}
