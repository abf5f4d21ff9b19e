import { lstat, readFile, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { availableParallelism } from 'node:os';
import { CPU_QUOTA_FILE, coresWithin } from '../../protocol/cpu-quota.js';
import type { InferenceAddress, InferenceLimits } from '../../protocol/runtime-process.js';
import { Admission } from './admission.js';
import { Connection } from './connection.js';
import { ModelStore } from './models/model-store.js';
import { configureNativeLibraries } from './native-environment.js';
import { createRequestHandler } from './requests.js';
import { Collector } from './threads/collector.js';
import { Limiter } from './threads/limiter.js';

/** Of one run; on a large machine more would be taken from the kernels and from other models. */
const MOST_THREADS = 4;

const LIMITS: InferenceLimits = {
  images: 256,
  imageBytes: 512 * 1024 * 1024,
  models: 8,
  modelIdle: 10 * 60_000,
  run: 60_000,
  hello: 10_000,
};

export interface InferenceServiceOptions {
  address: InferenceAddress;
  /** Absolute path of the served root: a model outside it is refused. */
  root: string;
  limits?: Partial<InferenceLimits>;
  /** Called when a model's native code does not come to an end: nothing but the end of this process stops it. */
  onStuck: () => void;
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
  limits: given = {},
  onStuck,
}: InferenceServiceOptions): Promise<InferenceService> {
  const limits = { ...LIMITS, ...given };
  configureNativeLibraries();
  const quota = await readFile(CPU_QUOTA_FILE, 'utf8').catch(() => '');
  const cores = coresWithin(quota, availableParallelism());
  // Half of the cores for a run: a photo takes longer to decode than to look at, and on two cores a second thread made
  // no lone image faster (5.5 ms either way), while two threads that wait for each other suffer when others want the cores.
  const threads = Math.min(MOST_THREADS, Math.max(1, Math.floor(cores / 2)));
  const decoding = new Limiter(cores);
  const models = new ModelStore({ threads, decoding, runTimeout: limits.run, onStuck }, limits);
  const admission = new Admission(limits);
  const collector = new Collector();
  const handle = createRequestHandler({ root, models, decoding, admission });
  const connections = new Set<Connection>();
  const server = createServer((socket: Socket) => {
    const connection = new Connection(socket, {
      secret: address.secret,
      helloTimeout: limits.hello,
      handle,
      released: (bytes) => collector.released(bytes),
    });
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
