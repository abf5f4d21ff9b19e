import { createRequire } from 'node:module';
import type TypeScript from '@tslab/typescript-for-tslab';
import type { Converter } from 'tslab/dist/converter.js';
import type { NotebookLanguage } from '../../protocol/nbformat.js';
import type { CodeCache } from './code-cache.js';
import { DocComments } from './doc-comments.js';
import { transformCells } from './earlier-variables.js';
import { FileWatch } from './file-watch.js';
import { transpileWithLineMap } from './line-map-comment.js';
import { loadTypeScript, type Ts } from './typescript.js';
import { VirtualFolders, withKernelTypes } from './virtual-folders.js';

const require = createRequire(import.meta.url);

type Tslab = typeof import('tslab/dist/converter.js');
type TslabMetadata = typeof import('tslab/dist/metadata.js');
type TslabInspect = typeof import('tslab/dist/inspect.js');

/** By this diagnostic tslab knows a cell that awaits. */
const AWAIT_OUTSIDE_FUNCTION = 1308;

export interface CreatedConverter {
  converter: Converter;
  /** The program as it is after the last conversion. */
  program: () => TypeScript.BuilderProgram;
}

/** TypeScript and tslab's converter, loaded once in this process, with what eccola adds to them. */
export class Toolchain {
  readonly ts: Ts;
  readonly tslab: Tslab;
  readonly getCodeMetadata: TslabMetadata['getCodeMetadata'];
  readonly printQuickInfo: TslabInspect['printQuickInfo'];
  readonly #folders = new VirtualFolders();
  readonly docComments = new DocComments();
  readonly #files = new FileWatch();
  #cwd = '';
  #ignoresErrors = false;
  #program: { current: TypeScript.BuilderProgram | undefined } = { current: undefined };

  constructor(codeCache: CodeCache) {
    this.ts = loadTypeScript(codeCache, {
      setUp: (options) => this.#setUp(options),
      isReported: ({ code }) => !this.#ignoresErrors || code === AWAIT_OUTSIDE_FUNCTION,
      toTranspile: transpileWithLineMap,
    });
    this.#folders.install(this.ts.sys);
    this.docComments.install(this.ts.sys);
    this.#files.install(this.ts.sys);
    this.ts.sys.getCurrentDirectory = () => this.#cwd;
    this.tslab = require('tslab/dist/converter.js');
    this.getCodeMetadata = require('tslab/dist/metadata.js').getCodeMetadata;
    this.printQuickInfo = require('tslab/dist/inspect.js').printQuickInfo;
  }

  /** @param cwd absolute path of the notebook's folder, with `/` */
  createConverter(cwd: string, language: NotebookLanguage): CreatedConverter {
    const program: { current: TypeScript.BuilderProgram | undefined } = { current: undefined };
    this.#cwd = cwd;
    this.#program = program;
    this.#folders.add(cwd);
    const converter = this.tslab.createConverter({ isJS: language === 'javascript' });
    return {
      converter,
      program: () => {
        if (!program.current) throw new Error('The converter has built no program.');
        return program.current;
      },
    };
  }

  /** Tells TypeScript which local files have changed since it read them. */
  checkFiles(): void {
    this.#files.check(this.ts.FileWatcherEventKind);
  }

  /** Converts as if there were no errors, for what comes of a cell that has some. */
  ignoreErrors<T>(convert: () => T): T {
    this.#ignoresErrors = true;
    try {
      return convert();
    } finally {
      this.#ignoresErrors = false;
    }
  }

  #setUp(options: TypeScript.CompilerOptions) {
    const program = this.#program;
    const cwd = this.#cwd;
    return {
      options: {
        ...options,
        lib: ['lib.es2023.d.ts'],
        typeRoots: withKernelTypes(options.typeRoots ?? [], cwd),
        inlineSourceMap: true,
      },
      onProgram: (builder: TypeScript.BuilderProgram) => {
        transformCells(this.ts, builder, cwd);
        program.current = builder;
      },
    };
  }
}
