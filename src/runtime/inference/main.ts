import type { FromInference, ToInference } from '../../protocol/runtime-process.js';
import { startInferenceService } from './service.js';

/** For answers that are still to be sent, in milliseconds. */
const GRACE = 2_000;

process.once('message', (message: ToInference) => {
  void run(message);
});
// Ctrl-C reaches every process of a terminal; this one ends when its starter does.
process.on('SIGINT', () => {});

async function run({ address, root, limits }: ToInference): Promise<void> {
  const service = await startInferenceService({
    address,
    root,
    limits,
    // Not before the error for the image at fault has been written.
    onStuck: () => setImmediate(end),
  });
  function end(): void {
    setTimeout(kill, GRACE);
    void service.close().then(kill);
  }
  process.once('disconnect', end);
  process.once('SIGTERM', end);
  const ready: FromInference = { type: 'ready' };
  process.send?.(ready);
}

/** process.exit() would wait for threads in native code, for ever if one of them does not come to an end. */
function kill(): void {
  process.kill(process.pid, 'SIGKILL');
}
