import { parseArgs } from 'node:util';
import { isAppError } from '../../protocol/errors.js';
import type { NotebookLanguage } from '../../protocol/nbformat.js';
import { CompilerProcess } from './node/compiler-process.js';
import { readConnectionFile } from './zeromq/connection-file.js';

/* The kernel process that Jupyter starts: messages on ZeroMQ, in the folder that the notebook lies in. */

// Bound before the kernel takes the process over: what is said here is for whoever started it, not for the notebook.
const exit = process.exit.bind(process);
const { stderr } = process;
/** Jupyter sets the variable for kernels that are to end with it. Read at once: it may be gone soon. */
const parentPid = process.env.JPY_PARENT_PID === undefined ? undefined : process.ppid;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { 'connection-file': { type: 'string' }, language: { type: 'string' } },
    // `eccola kernel` stands before the options when the command line starts this module.
    allowPositionals: true,
  });
  const language: NotebookLanguage = values.language === 'javascript' ? 'javascript' : 'typescript';
  const connection = readConnectionFile(values['connection-file']);
  // First, as the first cell waits for it longer than for the kernel.
  const compiler = new CompilerProcess({ cwd: process.cwd(), language });
  compiler.warm();
  const { startJupyterKernel } = await import('./start-jupyter-kernel.js');
  await startJupyterKernel({ language, connection, compiler, parentPid, exit, stderr });
}

main().catch((error: unknown) => {
  const text = isAppError(error) ? `${error.message}\n${error.hint ?? ''}` : String(error);
  stderr.write(`${text.trim()}\n`);
  exit(1);
});
