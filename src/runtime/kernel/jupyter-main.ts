import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { isAppError } from '../../protocol/errors.js';
import type { NotebookLanguage } from '../../protocol/nbformat.js';
import { OwnInference } from './node/own-inference.js';
import { startKernel } from './start-kernel.js';
import { readConnectionFile } from './zeromq/connection-file.js';
import { openZeromqChannel, type ZeromqPeer } from './zeromq/zeromq-channel.js';

/* The kernel process that Jupyter starts: messages on ZeroMQ, in the folder that the notebook lies in. */

// Bound before the kernel takes the process over: what is said here is for whoever started it, not for the notebook.
const exit = process.exit.bind(process);
const { stderr } = process;
/** Jupyter sets the variable for kernels that are to end with it. */
const parentPid = process.env.JPY_PARENT_PID === undefined ? undefined : process.ppid;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { 'connection-file': { type: 'string' }, language: { type: 'string' } },
    // `eccola kernel` stands before the options when the command line starts this module.
    allowPositionals: true,
  });
  const language: NotebookLanguage = values.language === 'javascript' ? 'javascript' : 'typescript';
  const connection = readConnectionFile(values['connection-file']);
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
      requestRead: () => {},
      working: () => {},
      // What was printed in this turn of the event loop is sent at its end.
      exit: (code) => void setImmediate(() => void channel.close().then(() => exit(code))),
    },
  );
  const channel = await openZeromqChannel(
    { connection, session, parentPid },
    {
      onMessage: (message, peer: ZeromqPeer) => kernel.receive(message, peer),
      onDropped: (reason) => stderr.write(`${reason} It was left out.\n`),
    },
  );
}

main().catch((error: unknown) => {
  const text = isAppError(error) ? `${error.message}\n${error.hint ?? ''}` : String(error);
  stderr.write(`${text.trim()}\n`);
  exit(1);
});
