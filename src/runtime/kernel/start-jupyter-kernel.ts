import { randomUUID } from 'node:crypto';
import type { NotebookLanguage } from '../../protocol/nbformat.js';
import type { CompilerProcess } from './node/compiler-process.js';
import { OwnInference } from './node/own-inference.js';
import { startKernel } from './start-kernel.js';
import type { ConnectionInfo } from './zeromq/connection-file.js';
import { openZeromqChannel, type ZeromqPeer } from './zeromq/zeromq-channel.js';

export interface JupyterKernelStart {
  language: NotebookLanguage;
  connection: ConnectionInfo;
  /** Started ahead. */
  compiler: CompilerProcess;
  /** The process that the kernel ends with; undefined where it is to outlive who started it. */
  parentPid: number | undefined;
  exit: (code: number) => void;
  /** For whoever started the kernel. */
  stderr: NodeJS.WritableStream;
}

/** Makes this process a kernel in its working directory, on the sockets of a connection file. */
export async function startJupyterKernel({
  language,
  connection,
  compiler,
  parentPid,
  exit,
  stderr,
}: JupyterKernelStart): Promise<void> {
  const cwd = process.cwd();
  const inference = new OwnInference(cwd);
  const session = randomUUID();

  // What a front end sends while the kernel is still loading is kept by ZeroMQ until someone listens.
  const kernel = await startKernel(
    {
      type: 'start',
      kernelId: session,
      language,
      cwd,
      root: cwd,
      compiled: undefined,
      commIdSeed: undefined,
      published: false,
    },
    {
      iopub: (message) => channel.publish(message),
      inferenceAddress: () => inference.address(),
      // Here an author runs cells again when something has changed.
      usesFiles: () => {},
      interruptedBySignal: false,
      requestRead: () => {},
      working: () => {},
      // What was printed in this turn of the event loop is sent at its end.
      exit: (code) => void setImmediate(() => void channel.close().then(() => exit(code))),
    },
    compiler,
  );
  const channel = await openZeromqChannel(
    { connection, session, parentPid },
    {
      onMessage: (message, peer: ZeromqPeer) => kernel.receive(message, peer),
      onDropped: (reason) => stderr.write(`${reason} It was left out.\n`),
    },
  );
}
