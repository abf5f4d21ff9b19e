import { type ChildProcess, fork } from 'node:child_process';
import type { CompiledCell, CompiledModule } from '../../../protocol/compiled.js';
import { AppError } from '../../../protocol/errors.js';
import type { NotebookLanguage } from '../../../protocol/nbformat.js';
import type {
  FromCompiler,
  InteractiveAnswer,
  InteractiveRequest,
} from '../../../protocol/runtime-process.js';
import type { CellCompiler, Completeness, Completion, Inspection } from '../core/host.js';
import { LOCATIONS } from '../locations.js';

export interface CompilerProcessOptions {
  /** Absolute path of the notebook's folder. */
  cwd: string;
  language: NotebookLanguage;
}

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

/** Compiles the cells that someone is writing, in a process of its own, so that TypeScript is not in the kernel's memory. */
export class CompilerProcess implements CellCompiler {
  /** Takes the local files that a cell imports, before it runs. */
  onModules: (modules: Readonly<Record<string, CompiledModule>>) => void = () => {};
  readonly #options: CompilerProcessOptions;
  readonly #waiting = new Map<
    number,
    { resolve: (answer: InteractiveAnswer) => void; reject: (error: AppError) => void }
  >();
  readonly #compiled = new WeakMap<CompiledCell, Extract<InteractiveAnswer, { type: 'cell' }>>();
  readonly #moduleCells: string[] = [];
  #declarations = '';
  #process: ChildProcess | undefined;
  #lastId = 0;

  constructor(options: CompilerProcessOptions) {
    this.#options = options;
  }

  /** Loads TypeScript before the first cell asks for it. */
  warm(): void {
    const nothing = { cwd: this.#options.cwd, language: this.#options.language };
    void this.#ask(
      { type: 'compile-cell', ...nothing, declarations: '', moduleCells: [], source: '' },
      'cell',
      // Whatever is wrong will be said again, to someone who asked.
    ).catch(() => undefined);
  }

  async compile(source: string): Promise<CompiledCell> {
    const answer = await this.#ask({ type: 'compile-cell', ...this.#cell(source) }, 'cell');
    this.onModules(answer.modules);
    if (answer.isModule) this.#moduleCells.push(source);
    this.#compiled.set(answer.cell, answer);
    return answer.cell;
  }

  accept(cell: CompiledCell): void {
    this.#declarations = this.#compiled.get(cell)?.declarations ?? this.#declarations;
  }

  async complete(source: string, position: number): Promise<Completion> {
    return this.#ask({ type: 'complete', ...this.#cell(source), position }, 'completion');
  }

  async inspect(source: string, position: number): Promise<Inspection | undefined> {
    const request = { type: 'inspect', ...this.#cell(source), position } as const;
    const { found } = await this.#ask(request, 'inspection');
    return found;
  }

  async isComplete(source: string): Promise<Completeness> {
    const { status, indent } = await this.#ask({ type: 'is-complete', source }, 'completeness');
    return status === 'incomplete' ? { status, indent } : { status };
  }

  #cell(source: string) {
    const { cwd, language } = this.#options;
    const declarations = this.#declarations;
    return { cwd, language, declarations, moduleCells: this.#moduleCells, source };
  }

  async #ask<T extends InteractiveAnswer['type']>(
    request: WithoutId<InteractiveRequest>,
    type: T,
  ): Promise<Extract<InteractiveAnswer, { type: T }>> {
    this.#lastId += 1;
    const id = this.#lastId;
    const answer = await new Promise<InteractiveAnswer>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#process ??= this.#start();
      this.#process.send({ ...request, id });
    });
    if (!isOfType(answer, type)) throw new TypeError(`The compiler answered ${answer.type}.`);
    return answer;
  }

  #start(): ChildProcess {
    const child = fork(LOCATIONS.compilerMain, { serialization: 'advanced', execArgv: [] });
    child.on('message', (message: FromCompiler | InteractiveAnswer) => this.#receive(message));
    child.once('exit', (code, signal) => {
      this.#process = undefined;
      for (const { reject } of this.#waiting.values()) {
        reject(
          new AppError('COMPILER_FAILED', `The compiler ended (${signal ?? code}).`, {
            hint: 'Run the cell again: that starts another one.',
          }),
        );
      }
      this.#waiting.clear();
    });
    child.unref();
    child.channel?.unref();
    return child;
  }

  #receive(message: FromCompiler | InteractiveAnswer): void {
    if (message.type === 'progress' || message.type === 'warning' || message.type === 'compiled') {
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.type !== 'failed') waiting?.resolve(message);
    else waiting?.reject(new AppError('COMPILER_FAILED', message.message));
  }
}

function isOfType<T extends InteractiveAnswer['type']>(
  answer: InteractiveAnswer,
  type: T,
): answer is Extract<InteractiveAnswer, { type: T }> {
  return answer.type === type;
}
