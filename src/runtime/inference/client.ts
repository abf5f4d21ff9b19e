import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../../protocol/errors.js';
import {
  type InferenceCall,
  type InferenceRequest,
  type InferenceResults,
  MOST_TOGETHER,
} from '../../protocol/inference.js';
import type { InferenceAddress } from '../../protocol/runtime-process.js';
import type { InferenceHost } from '../inference-host.js';
import { type Answer, parseAnswer, parseResult, RESPONSE_LIMITS } from './messages.js';
import { encodePacket, type Packet, PacketReader } from './packets.js';

export interface InferenceAnswer<M extends keyof InferenceResults> {
  result: InferenceResults[M];
  buffers: Uint8Array[];
}

/** Waits in ms before the service is looked for again: whoever starts it may not have noticed yet that it is gone. */
const RETRY_DELAYS = [50, 150, 450, 1350];

/**
 * Calls the inference service over one connection, opened by the first call and opened anew by the next one after it
 * was lost. Keeps the process alive only while a call is under way.
 */
export class InferenceClient {
  readonly #getHost: () => InferenceHost;
  #connection: Promise<Connection> | undefined;

  constructor(getHost: () => InferenceHost) {
    this.#getHost = getHost;
  }

  /**
   * @throws AppError what the service answered, or `INFERENCE_FAILED` when it cannot be reached or ends meanwhile
   */
  async call<M extends keyof InferenceResults>(
    call: Extract<InferenceCall, { method: M }>,
    image?: Uint8Array,
  ): Promise<InferenceAnswer<M>> {
    const connection = await this.#connect();
    const { answer, buffers: received } = await connection.call(call, image);
    // Made here, where whoever called is on the stack: the cell's line is what its author looks for.
    if (!answer.ok) throw toAppError(answer.error);
    return { result: parseResult[call.method as M](answer.result), buffers: received };
  }

  #connect(): Promise<Connection> {
    if (this.#connection) return this.#connection;
    const opening = openConnection(this.#getHost());
    const forget = () => {
      if (this.#connection === opening) this.#connection = undefined;
    };
    opening.then((connection) => connection.onClose(forget), forget);
    this.#connection = opening;
    return opening;
  }
}

async function openConnection(host: InferenceHost): Promise<Connection> {
  for (let attempt = 0; ; attempt += 1) {
    const address = await host.address();
    try {
      return new Connection(await openSocket(address), { secret: address.secret, cwd: host.cwd });
    } catch (cause) {
      const wait = RETRY_DELAYS[attempt];
      if (wait === undefined) {
        throw new AppError('INFERENCE_FAILED', 'The model service cannot be reached.', {
          hint: 'Try again in a moment; if it stays so, restart the kernel.',
          cause,
        });
      }
      await delay(wait);
    }
  }
}

function openSocket({ socketPath }: InferenceAddress): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath);
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

interface Answered {
  answer: Answer;
  buffers: Uint8Array[];
}

interface Pending {
  resolve(answered: Answered): void;
  reject(error: Error): void;
}

class Connection {
  readonly #socket: Socket;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  /** What the calls of this turn ask of one image. */
  #unsent: { requests: InferenceRequest[]; image: Uint8Array | undefined } | undefined;

  constructor(socket: Socket, hello: { secret: string; cwd: string }) {
    this.#socket = socket;
    const reader = new PacketReader(RESPONSE_LIMITS);
    socket.on('data', (chunk) => {
      try {
        for (const packet of reader.push(chunk)) this.#answer(packet);
      } catch (error) {
        socket.destroy(error instanceof Error ? error : undefined);
      }
    });
    let lost: Error | undefined;
    socket.on('error', (error) => {
      lost = error;
    });
    socket.on('close', () => this.#fail(lost));
    socket.unref();
    this.#write(encodePacket(hello));
  }

  onClose(listener: () => void): void {
    if (this.#socket.closed) listener();
    else this.#socket.once('close', listener);
  }

  /** Calls of the same turn that look at the same image send it once. */
  call(call: InferenceCall, image: Uint8Array | undefined) {
    return new Promise<Answered>((resolve, reject) => {
      if (this.#socket.destroyed) {
        reject(serviceEnded());
        return;
      }
      this.#lastId += 1;
      this.#pending.set(this.#lastId, { resolve, reject });
      this.#socket.ref();
      this.#queue({ id: this.#lastId, ...call }, image);
    });
  }

  #queue(request: InferenceRequest, image: Uint8Array | undefined): void {
    const unsent = this.#unsent;
    if (unsent && unsent.requests.length < MOST_TOGETHER && isSameImage(unsent.image, image)) {
      unsent.requests.push(request);
      return;
    }
    this.#flush();
    this.#unsent = { requests: [request], image };
    process.nextTick(() => this.#flush());
  }

  #flush(): void {
    if (!this.#unsent) return;
    const { requests, image } = this.#unsent;
    this.#unsent = undefined;
    this.#write(encodePacket(requests, image && [image]));
  }

  #write(chunks: readonly Uint8Array[]): void {
    this.#socket.cork();
    for (const chunk of chunks) this.#socket.write(chunk);
    this.#socket.uncork();
  }

  #answer({ json, buffers }: Packet): void {
    const answer = parseAnswer(json);
    const pending = this.#pending.get(answer.id);
    this.#pending.delete(answer.id);
    if (this.#pending.size === 0) this.#socket.unref();
    pending?.resolve({ answer, buffers });
  }

  #fail(cause: Error | undefined): void {
    for (const { reject } of this.#pending.values()) reject(serviceEnded(cause));
    this.#pending.clear();
  }
}

/** Whoever asks twice may have made a view for each. */
function isSameImage(one: Uint8Array | undefined, other: Uint8Array | undefined): boolean {
  return (
    one?.buffer === other?.buffer &&
    one?.byteOffset === other?.byteOffset &&
    one?.byteLength === other?.byteLength
  );
}

function serviceEnded(cause?: Error): AppError {
  return new AppError('INFERENCE_FAILED', 'The model service ended before it answered.', {
    hint: 'Try again: it is started anew.',
    cause,
  });
}

function toAppError({
  code,
  message,
  hint,
}: {
  code: AppError['code'];
  message: string;
  hint?: string;
}) {
  return new AppError(code, message, { hint });
}
