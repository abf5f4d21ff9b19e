import { heicDamaged } from '../core/image-errors.js';
import { ThreadStuckError, WorkerThread } from '../threads/worker-thread.js';
import type { HeicMethods, HeicPixels } from './heic-worker.js';

/** The thread's WebAssembly memory only grows, so it ends when no photo has come for a while. In milliseconds. */
const IDLE = 10_000;
const TIMEOUT = 60_000;

type HeicThread = WorkerThread<HeicMethods>;

let thread: HeicThread | undefined;
let idle: NodeJS.Timeout | undefined;

/**
 * Decodes a photo as phones store it (HEVC in HEIF), which sharp's build leaves out.
 * @throws AppError `IMAGE_UNREADABLE`, `IMAGE_TOO_LARGE`
 */
export async function decodeHeic(bytes: Uint8Array, maxPixels: number): Promise<HeicPixels> {
  clearTimeout(idle);
  const current = thread ?? startThread();
  try {
    return await current.call('decode', { bytes, maxPixels }, { timeout: TIMEOUT });
  } catch (cause) {
    // A loop in WebAssembly, unlike one in native code, ends with its thread.
    if (cause instanceof ThreadStuckError) current.close();
    throw heicDamaged(cause);
  } finally {
    clearTimeout(idle);
    if (!current.busy) idle = setTimeout(() => current.close(), IDLE).unref();
  }
}

function startThread(): HeicThread {
  const started: HeicThread = new WorkerThread(new URL('./heic-worker.js', import.meta.url), () => {
    if (thread === started) thread = undefined;
  });
  thread = started;
  return started;
}
