import { AppError } from '../../protocol/errors.js';

/** One packet of protocol/inference.ts, its JSON parsed but not checked. */
export interface Packet {
  json: unknown;
  /** Views on the memory that arrived: a caller that keeps one keeps the packet. */
  buffers: Uint8Array[];
}

/** The most that a reader takes in before it refuses the rest. */
export interface PacketLimits {
  jsonBytes: number;
  buffers: number;
  /** All buffers of a packet together. */
  bufferBytes: number;
}

const FIXED = 8;
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** Encodes a packet as the chunks to be written in their order; the buffers are not copied. */
export function encodePacket(json: unknown, buffers: readonly Uint8Array[] = []): Uint8Array[] {
  const text = encoder.encode(JSON.stringify(json));
  const header = new DataView(new ArrayBuffer(FIXED + 4 * buffers.length));
  header.setUint32(0, text.byteLength, true);
  header.setUint32(4, buffers.length, true);
  buffers.forEach((buffer, index) => {
    header.setUint32(FIXED + 4 * index, buffer.byteLength, true);
  });
  return [new Uint8Array(header.buffer), text, ...buffers];
}

/** Puts packets together from the chunks of a stream, in whatever pieces they come. */
export class PacketReader {
  /** May be changed between two packets. */
  limits: PacketLimits;
  #chunks: Uint8Array[] = [];
  #held = 0;
  /** How many bytes must be there before looking again is worth it. */
  #needed = FIXED;

  constructor(limits: PacketLimits) {
    this.limits = limits;
  }

  /**
   * Takes the next chunk and gives the packets that it completes, one after the other.
   * @throws AppError `MALFORMED_MESSAGE` for a packet beyond the limits, as soon as its lengths are known, or with broken JSON;
   * the stream has lost its place then and must be closed
   */
  *push(chunk: Uint8Array): Generator<Packet> {
    this.#chunks.push(chunk);
    this.#held += chunk.byteLength;
    while (this.#held >= this.#needed) {
      const bytes = this.#join();
      const size = this.#measure(bytes);
      if (size === undefined || bytes.byteLength < size.total) {
        this.#needed = size?.total ?? this.#needed;
        break;
      }
      this.#held -= size.total;
      // A copy of the rest, as a view would keep the whole packet in memory until the next one comes.
      this.#chunks = this.#held > 0 ? [bytes.slice(size.total)] : [];
      this.#needed = FIXED;
      yield decode(bytes, size);
    }
  }

  #join(): Uint8Array {
    const [first] = this.#chunks;
    if (first && this.#chunks.length === 1) return first;
    const bytes = new Uint8Array(this.#held);
    let position = 0;
    for (const chunk of this.#chunks) {
      bytes.set(chunk, position);
      position += chunk.byteLength;
    }
    this.#chunks = [bytes];
    return bytes;
  }

  /** Undefined, with the number of bytes that it takes in `#needed`, while the lengths themselves have not arrived. */
  #measure(bytes: Uint8Array): PacketSize | undefined {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const json = view.getUint32(0, true);
    const count = view.getUint32(4, true);
    if (json > this.limits.jsonBytes) throw malformed(`its JSON is ${json} bytes long`);
    if (count > this.limits.buffers) throw malformed(`it has ${count} buffers`);
    const start = FIXED + 4 * count;
    if (bytes.byteLength < start) {
      this.#needed = start;
      return undefined;
    }
    const buffers = Array.from({ length: count }, (_, index) =>
      view.getUint32(FIXED + 4 * index, true),
    );
    const bufferBytes = buffers.reduce((sum, length) => sum + length, 0);
    if (bufferBytes > this.limits.bufferBytes) {
      throw malformed(`its buffers are ${bufferBytes} bytes long`);
    }
    return { start, json, buffers, total: start + json + bufferBytes };
  }
}

interface PacketSize {
  start: number;
  json: number;
  buffers: number[];
  total: number;
}

function decode(bytes: Uint8Array, size: PacketSize): Packet {
  let position = size.start + size.json;
  const json = parseJson(bytes.subarray(size.start, position));
  const buffers = size.buffers.map((length) => {
    const buffer = bytes.subarray(position, position + length);
    position += length;
    return buffer;
  });
  return { json, buffers };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch (cause) {
    throw malformed('it holds no JSON', cause);
  }
}

function malformed(reason: string, cause?: unknown): AppError {
  return new AppError('MALFORMED_MESSAGE', `A packet was not understood: ${reason}.`, { cause });
}
