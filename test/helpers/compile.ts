import { fork } from 'node:child_process';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { CompiledNotebook } from '../../src/protocol/compiled.js';
import type {
  CompileRequest,
  FromCompiler,
  ToCompiler,
} from '../../src/protocol/runtime-process.js';
import { makeFolder } from './folder.js';

const COMPILER_MAIN = path.resolve(import.meta.dirname, '../../dist/runtime/compiler/main.js');

export interface Compilation {
  notebook: CompiledNotebook;
  fresh: number;
  /** What else it said, in order. */
  said: readonly FromCompiler[];
}

export interface TestCompiler {
  pid: number;
  /** Resolves with whatever it says last about the request. @throws Error if that is `failed` */
  compile(request: CompileInput): Promise<Compilation>;
  close(): Promise<void>;
}

export interface CompileInput {
  cwd: string;
  /** Sources; cell N has the id `cell-N`. */
  cells: readonly string[];
  language?: CompileRequest['language'];
  cacheDir?: string;
}

/** Starts the built compiler; it ends with the test. */
export function startCompiler(): TestCompiler {
  const child = fork(COMPILER_MAIN, { serialization: 'advanced', execArgv: [] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const close = async () => {
    if (child.connected) child.disconnect();
    await ended;
  };
  onTestFinished(close);
  let lastId = 0;
  return {
    pid: child.pid ?? 0,
    close,
    compile: async ({ cwd, cells, language = 'typescript', cacheDir }) => {
      lastId += 1;
      const request: ToCompiler = {
        type: 'compile',
        id: lastId,
        path: path.join(cwd, 'notebook.ipynb'),
        cwd,
        language,
        cells: cells.map((source, index) => ({ id: `cell-${index}`, index, source })),
        cacheDir: cacheDir ?? (await makeFolder()),
      };
      const said: FromCompiler[] = [];
      return new Promise<Compilation>((resolve, reject) => {
        const receive = (message: FromCompiler) => {
          if (message.id !== request.id) return;
          said.push(message);
          if (message.type === 'compiled') resolve({ ...message, said });
          else if (message.type === 'failed') reject(new Error(message.message));
          else return;
          child.off('message', receive).off('exit', fail);
        };
        const fail = (code: number | null) => reject(new Error(`The compiler ended with ${code}.`));
        child.on('message', receive).once('exit', fail);
        child.send(request);
      });
    },
  };
}
