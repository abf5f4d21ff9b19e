import { createHash, timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import { isAppError } from '../../protocol/errors.js';
import type {
  InferenceHello,
  InferenceRequest,
  InferenceResponse,
} from '../../protocol/inference.js';
import { HELLO_LIMITS, parseHello, parseRequests, REQUEST_LIMITS } from './messages.js';
import { encodePacket, type Packet, PacketReader } from './packets.js';
import type { RequestHandler } from './requests.js';

export interface ConnectionOptions {
  secret: string;
  /** In milliseconds. */
  helloTimeout: number;
  handle: RequestHandler;
  /** Told of the bytes of each picture that is used no more. */
  released: (bytes: number) => void;
}

/** Requests of one kernel that are worked on at once; the next ones wait in its socket, and take nobody's place. */
const MAX_IN_FLIGHT = 8;

/** One kernel's connection. It is closed at once when it does not begin with the secret, or sends what is no packet. */
export class Connection {
  readonly #socket: Socket;
  readonly #options: ConnectionOptions;
  readonly #deadline: NodeJS.Timeout;
  readonly #reader = new PacketReader(HELLO_LIMITS);
  #hello: InferenceHello | undefined;
  readonly #waiting: WaitingRequest[] = [];
  #inFlight = 0;

  constructor(socket: Socket, options: ConnectionOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#deadline = setTimeout(() => socket.destroy(), options.helloTimeout);
    socket.on('data', (chunk) => this.#receive(chunk));
    // A kernel that is gone needs no answer, and 'close' follows.
    socket.on('error', () => {});
    socket.on('close', () => clearTimeout(this.#deadline));
  }

  /** Closes it after what has been written is sent. */
  end(): void {
    this.#socket.destroySoon();
  }

  #receive(chunk: Uint8Array): void {
    try {
      for (const packet of this.#reader.push(chunk)) {
        if (this.#hello) this.#waiting.push(...toWaiting(packet, this.#hello));
        else this.#hello = this.#greet(packet);
      }
      this.#startWaiting();
    } catch {
      this.#socket.destroy();
    }
  }

  #greet({ json }: Packet): InferenceHello {
    const hello = parseHello(json);
    if (!isSame(hello.secret, this.#options.secret)) throw new Error('The secret is wrong.');
    clearTimeout(this.#deadline);
    this.#reader.limits = REQUEST_LIMITS;
    return hello;
  }

  #startWaiting(): void {
    while (this.#inFlight < MAX_IN_FLIGHT) {
      const request = this.#waiting.shift();
      if (!request) break;
      // It ends in an answer, whatever happens.
      void this.#answer(request);
    }
    if (this.#waiting.length > 0) this.#socket.pause();
    else this.#socket.resume();
  }

  async #answer({ request, cwd, image }: WaitingRequest): Promise<void> {
    this.#inFlight += 1;
    try {
      const { result, buffers } = await this.#options.handle(request, { cwd, image: image?.bytes });
      this.#send({ id: request.id, ok: true, result }, buffers);
    } catch (error) {
      this.#send({ id: request.id, ok: false, error: describe(error) });
    } finally {
      this.#inFlight -= 1;
      if (image) this.#options.released(image.release());
      this.#startWaiting();
    }
  }

  #send(response: InferenceResponse, buffers: readonly Uint8Array[] = []): void {
    if (!this.#socket.writable) return;
    this.#socket.cork();
    for (const chunk of encodePacket(response, buffers)) this.#socket.write(chunk);
    this.#socket.uncork();
  }
}

interface WaitingRequest {
  request: InferenceRequest;
  cwd: string;
  image: SharedImage | undefined;
}

/** An image that several requests look at. */
interface SharedImage {
  bytes: Uint8Array;
  /** For each of them at its end. @returns the bytes that nobody looks at any more */
  release(): number;
}

function toWaiting({ json, buffers }: Packet, { cwd }: InferenceHello): WaitingRequest[] {
  const requests = parseRequests(json);
  const [bytes] = buffers;
  let users = requests.length;
  const release = () => {
    users -= 1;
    return users === 0 ? (bytes?.byteLength ?? 0) : 0;
  };
  const image = bytes && { bytes, release };
  return requests.map((request) => ({ request, cwd, image }));
}

function describe(error: unknown): Extract<InferenceResponse, { ok: false }>['error'] {
  if (isAppError(error)) {
    const { code, message, hint } = error;
    return { code, message, ...(hint === undefined ? undefined : { hint }) };
  }
  // Nothing of it goes to a visitor; standard error is where the starter's log takes it from.
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  return { code: 'INFERENCE_FAILED', message: 'The model service failed on this request.' };
}

/** Compares digests, as they are of one length, in a time that tells nothing of where they differ. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
