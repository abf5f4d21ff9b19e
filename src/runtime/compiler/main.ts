import type { CompileRequest, FromCompiler, ToCompiler } from '../../protocol/runtime-process.js';
import { compileNotebook } from './compile-notebook.js';
import { Converters } from './converters.js';

/* The compiler process: notebooks in, manifests out, on Node's ipc channel. It ends with the channel. */

const converters = new Converters();

process.on('message', (message: ToCompiler) => {
  compile(message);
});
process.on('disconnect', () => process.exit(0));

function compile(request: CompileRequest): void {
  const { id, cwd, language, cells } = request;
  try {
    const result = compileNotebook(request, {
      getConverter: (environment) => converters.get(cwd, language, environment),
      onProgress: (done) => send({ type: 'progress', id, done, total: cells.length }),
      onWarning: (message) => send({ type: 'warning', id, message }),
    });
    send({ type: 'compiled', id, ...result });
  } catch (error) {
    send({ type: 'failed', id, message: error instanceof Error ? error.message : String(error) });
  }
}

function send(message: FromCompiler): void {
  process.send?.(message);
}
