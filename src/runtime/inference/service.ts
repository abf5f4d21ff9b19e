import { lstat, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { availableParallelism } from 'node:os';
import type { InferenceAddress } from '../../protocol/runtime-process.js';
import { Admission, type AdmissionLimits } from './admission.js';
import { Connection } from './connection.js';
import { ModelStore, type ModelStoreLimits } from './models/model-store.js';
import { configureNativeLibraries } from './native-environment.js';
import { createRequestHandler } from './requests.js';
import { Limiter } from './threads/limiter.js';

export interface InferenceServiceOptions {
  address: InferenceAddress;
  /** Absolute path of the served root: a model outside it is refused. */
  root: string;
  admission?: AdmissionLimits;
  store?: ModelStoreLimits;
  /** Time for a connection to say the secret, in milliseconds. */
  helloTimeout?: number;
  /** Called when a model's native code does not come to an end: nothing but the end of this process stops it. */
  onStuck?: () => void;
}

export interface InferenceService {
  /** Stops listening (which removes the socket), lets every connection send what it has, and unloads the models. */
  close(): Promise<void>;
}

/**
 * Starts to listen. One service works for many kernels, which share its loaded models.
 * @throws Error when the socket cannot be made
 */
export async function startInferenceService({
  address,
  root,
  admission = { images: 256, bytes: 512 * 1024 * 1024 },
  store = { models: 8, idle: 10 * 60_000 },
  helloTimeout = 10_000,
  onStuck = () => {},
}: InferenceServiceOptions): Promise<InferenceService> {
  configureNativeLibraries();
  // Cores for one image at a time: it is what a lone visitor waits for, and images that come together are batched.
  const threads = availableParallelism();
  const decoding = new Limiter(threads);
  const models = new ModelStore({ threads, decoding, onStuck }, store);
  const handle = createRequestHandler({
    root,
    models,
    decoding,
    admission: new Admission(admission),
  });
  const connections = new Set<Connection>();
  const server = createServer((socket: Socket) => {
    const connection = new Connection(socket, { secret: address.secret, helloTimeout, handle });
    connections.add(connection);
    socket.once('close', () => connections.delete(connection));
  });
  await removeStaleSocket(address.socketPath);
  await listen(server, address.socketPath);
  return {
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const connection of connections) connection.end();
      models.close();
      await closed;
    },
  };
}

/** A service that was killed leaves its socket behind; whoever starts one gives each living service a path of its own. */
async function removeStaleSocket(socketPath: string): Promise<void> {
  const stats = await lstat(socketPath).catch(() => undefined);
  if (stats?.isSocket()) await rm(socketPath);
}

async function listen(server: ReturnType<typeof createServer>, socketPath: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    // The socket is made in this very call, so that nobody else may ever open it, and no other file is concerned.
    const previous = process.umask(0o177);
    server.listen(socketPath, () => {
      server.off('error', reject);
      resolve();
    });
    process.umask(previous);
  });
}
