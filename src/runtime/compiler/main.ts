import type {
  CompileRequest,
  FromCompiler,
  InteractiveAnswer,
  InteractiveRequest,
  ToCompiler,
} from '../../protocol/runtime-process.js';
import { CodeCache } from './code-cache.js';
import { compileNotebook } from './compile-notebook.js';
import { Converters } from './converters.js';
import { answerInteractive } from './interactive.js';
import { Rest } from './rest.js';

/* The compiler process: notebooks or single cells in, JavaScript out, on Node's ipc channel. It ends with the channel. */

const codeCache = new CodeCache();
const converters = new Converters(codeCache);
const rest = new Rest(codeCache);

process.on('message', (message: ToCompiler | InteractiveRequest) => {
  try {
    send(message.type === 'compile' ? compile(message) : answerInteractive(message, converters));
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    send({ type: 'failed', id: message.id, message: said });
  }
  rest.postpone();
});
process.on('disconnect', () => process.exit(0));
// What interrupts a kernel from its terminal reaches its compiler too, which has nothing to stop.
process.on('SIGINT', () => {});

function compile(request: CompileRequest): FromCompiler {
  const { id, cwd, language, cells } = request;
  const result = compileNotebook(request, {
    getConverter: (moduleCells) => converters.get(cwd, language, moduleCells),
    onProgress: (done) => send({ type: 'progress', id, done, total: cells.length }),
    onWarning: (message) => send({ type: 'warning', id, message }),
  });
  return { type: 'compiled', id, ...result };
}

/** Whoever asked may be gone before the answer is made: then there is nothing left to do. */
function send(message: FromCompiler | InteractiveAnswer): void {
  process.send?.(message, undefined, undefined, (error) => {
    if (error) process.exit(0);
  });
}
