import { inspect } from 'node:util';
import { decodeFrame, encodeFrame } from '../../protocol/framing.js';
import type { AnyMessage } from '../../protocol/messages.js';
import type { ToKernel } from '../../protocol/runtime-process.js';
import type { Kernel } from './core/kernel.js';
import { InferenceAddresses } from './node/inference-address.js';
import { openIpcChannel } from './node/ipc-channel.js';
import type { OwnInference } from './node/own-inference.js';
import { explainRefusal } from './node/refusals.js';
import { startKernel } from './start-kernel.js';

/* The kernel process that eccola's server forks: Jupyter messages on Node's ipc channel. */

let root = process.cwd();
let ownInference: Promise<OwnInference> | undefined;
let kernel: Promise<Kernel> | undefined;
const origin = { send: (message: AnyMessage) => channel.send(encodeFrame(message)) };

const channel = openIpcChannel({
  onFrame: (bytes) => {
    const message = decodeOrDrop(bytes);
    if (message) void kernel?.then((started) => started.receive(message, origin));
  },
  onControl: (message: ToKernel) => {
    if (message.type === 'start') {
      root = message.root;
      kernel = startKernel(message, {
        iopub: origin.send,
        inferenceAddress: () => inference.address(),
        usesFiles: (paths) => channel.send({ type: 'uses', paths }),
        working: (working) => channel.send({ type: 'working', working }),
        interruptedBySignal: true,
        requestRead: () => channel.send({ type: 'request-read' }),
        exit: channel.exit,
      });
      kernel.then(
        () => channel.send({ type: 'ready' }),
        (error: unknown) => {
          channel.send({
            type: 'failed',
            message: `${explainRefusal(error) ?? ''} ${inspect(error)}`.trim(),
          });
          channel.exit(1);
        },
      );
    } else if (message.type === 'attach') {
      void kernel?.then((started) => started.attach());
    } else if (message.type === 'request') {
      void kernel?.then((started) => started.setRequest(message.request));
    } else if (message.type === 'is-here') {
      channel.send({ type: 'here' });
    } else if (message.type === 'inference') {
      inference.receive(message);
    }
  },
});

const inference = new InferenceAddresses(
  () => channel.send({ type: 'inference' }),
  async () => {
    ownInference ??= startOwnInference();
    return (await ownInference).address();
  },
);

/** Where no server offers one; its code is loaded there alone. */
async function startOwnInference(): Promise<OwnInference> {
  const { OwnInference } = await import('./node/own-inference.js');
  return new OwnInference(root);
}

function decodeOrDrop(bytes: Uint8Array): AnyMessage | undefined {
  try {
    return decodeFrame(bytes);
  } catch (error) {
    channel.send({
      type: 'dropped',
      reason: error instanceof Error ? error.message : String(error),
    });
    return undefined;
  }
}
