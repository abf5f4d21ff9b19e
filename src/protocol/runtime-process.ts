import type { CompiledCell, CompiledModule, CompiledNotebook } from './compiled.js';
import type { NotebookLanguage } from './nbformat.js';
import type { VisitorRequest } from './visitor-request.js';

/*
 * What a process that starts the runtime's children says to them over Node's ipc channel (serialization 'advanced').
 * Jupyter messages travel on the same channel as v1 frames: a Uint8Array is a frame, an object is one of these.
 */

/** Where a kernel finds the inference service. */
export interface InferenceAddress {
  /** A unix socket (a named pipe on Windows). */
  socketPath: string;
  /** Said first on every connection. */
  secret: string;
}

export interface KernelStart {
  type: 'start';
  kernelId: string;
  language: NotebookLanguage;
  /** Absolute path of the folder that the notebook lies in: the kernel's working directory. */
  cwd: string;
  /** Absolute path of the served root: nothing outside it is read. */
  root: string;
  /** The manifest whose cells this kernel executes; without it the kernel starts a compiler of its own. */
  compiled: CompiledNotebook | undefined;
  /**
   * Comm ids are made from this seed, the cell and the order of creation until `attach`; without it they are each kernel's own.
   * Two kernels with the same seed that execute the same cells hold the same widgets.
   */
  commIdSeed: string | undefined;
  /** True for a kernel that visitors reach: no `input_request`, and nothing that only an author may do. */
  published: boolean;
}

export type ToKernel =
  | KernelStart
  /** A visitor is attached: comm ids are this kernel's own from now on. */
  | { type: 'attach' }
  /** Who has come, or comes now: before `attach` in a kernel that executes its notebook for them, else with it. */
  | { type: 'request'; request: VisitorRequest }
  /**
   * The answer to `inference`. Without an address `reason` says in words why there is none; without either, the kernel
   * starts a service of its own.
   */
  | { type: 'inference'; address: InferenceAddress | undefined; reason?: string }
  /** Asks whether it is there: it answers `here`. */
  | { type: 'is-here' }
  /** To a kernel that was started with {@link MAKE_CODE_CACHE}: it answers with {@link CodeCacheMade}. */
  | { type: 'code-cache' };

/**
 * The argument of a kernel's process that is to tell what V8 made of its code. In its place any other kernel is given the
 * absolute path of a file that holds this and the stamp of the code that it was made of, or nothing.
 */
export const MAKE_CODE_CACHE = '--make-code-cache';

/** Of a file: another once it has been replaced. Not by the time of writing, which npm sets to the same for all files. */
export function stampOf({
  ino,
  ctimeMs,
  size,
}: Record<'ino' | 'ctimeMs' | 'size', number>): string {
  return `${ino}:${ctimeMs}:${size}`;
}

/** What V8 made of a kernel's code, as far as it has run: fits processes of the same Node with the same flags for V8. */
export interface CodeCacheMade {
  type: 'code-cache';
  data: Uint8Array;
}

export type FromKernel =
  | { type: 'ready' }
  | { type: 'here' }
  /** It cannot run; it exits. */
  | { type: 'failed'; message: string }
  /** A frame was not understood and left out. */
  | { type: 'dropped'; reason: string }
  /** Handlers await something, or no more: only what lasts is said. */
  | { type: 'working'; working: boolean }
  /** The notebook has read the request of a visitor who is not there yet: it is not to be run ahead. */
  | { type: 'request-read' }
  /** The notebook wants the inference service: the starter answers with its address, starting it if need be. */
  | { type: 'inference' }
  /** Absolute paths of the files that a model of the notebook's is made of, there or not. */
  | { type: 'uses'; paths: readonly string[] }
  | CodeCacheMade;

export interface CompileRequest {
  type: 'compile';
  id: number;
  /** Absolute path of the notebook: names its manifest in the cache. */
  path: string;
  /** Absolute path of the folder that the notebook lies in. */
  cwd: string;
  language: NotebookLanguage;
  cells: readonly { id: string; index: number; source: string }[];
  /** Later cells know what a cell with errors declares, as for a list of all errors; a kernel would not get so far. */
  keepGoing?: boolean;
  /** Absolute path of the folder that manifests are cached in. */
  cacheDir: string;
}

/** A cell as an interactive kernel has it; the compiler keeps nothing between requests but what saves time. */
export interface InteractiveCell {
  id: number;
  /** Absolute path of the folder that the notebook lies in. */
  cwd: string;
  language: NotebookLanguage;
  /** What the cells that have run declare: `declarations` of the last one that had any. */
  declarations: string;
  /** Sources of the cells that have defined modules, in their order. */
  moduleCells: readonly string[];
  source: string;
}

export type InteractiveRequest =
  | (InteractiveCell & { type: 'compile-cell' })
  /** `position` is a UTF-16 offset into the source. */
  | (InteractiveCell & { type: 'complete'; position: number })
  | (InteractiveCell & { type: 'inspect'; position: number })
  | { type: 'is-complete'; id: number; source: string };

export type InteractiveAnswer =
  | {
      type: 'cell';
      id: number;
      cell: CompiledCell;
      /** What later cells know of this one and those before it; undefined when that has not changed. */
      declarations: string | undefined;
      /** The cell defines a module that later cells import. */
      isModule: boolean;
      /** The local files that it imports, by absolute path. */
      modules: Readonly<Record<string, CompiledModule>>;
    }
  | {
      type: 'completion';
      id: number;
      matches: string[];
      /** What each match is, in TypeScript's words. */
      kinds: string[];
      /** Of a function its signature, else the type; empty where it was not looked for. */
      signatures: string[];
      start: number;
      end: number;
    }
  | { type: 'inspection'; id: number; found: { text: string; markdown: string } | undefined }
  | {
      type: 'completeness';
      id: number;
      status: 'complete' | 'incomplete' | 'invalid';
      indent: string;
    };

/** What a server asks the compiler; a kernel asks it `InteractiveRequest`s. */
export type ToCompiler = CompileRequest;

export type FromCompiler =
  | { type: 'progress'; id: number; done: number; total: number }
  /** A sentence for the log about something that did not keep the notebook from compiling. */
  | { type: 'warning'; id: number; message: string }
  /** `fresh` counts the cells that were not in the cache. */
  | { type: 'compiled'; id: number; notebook: CompiledNotebook; fresh: number }
  | { type: 'failed'; id: number; message: string };

/** What an inference service takes on, and how long it waits. */
export interface InferenceLimits {
  /** Images that wait or are worked on, of all kernels; the next one is refused in words. */
  images: number;
  /** Of the encoded bytes of these images. */
  imageBytes: number;
  /** Models kept loaded; beyond it the one that was unused for the longest goes. */
  models: number;
  /** A model that was unused for so long is unloaded, in milliseconds. */
  modelIdle: number;
  /** For one run of a model, in milliseconds; the service ends itself after it, as nothing else stops native code. */
  run: number;
  /** For a connection to say the secret, in milliseconds. */
  hello: number;
}

/** Passed to the inference process as `start`; it answers `ready` once it listens. */
export interface InferenceStart {
  type: 'start';
  address: InferenceAddress;
  /** Absolute path of the served root: a model outside it is refused. */
  root: string;
  limits?: Partial<InferenceLimits>;
}

/**
 * Must be in the environment of an inference process, as glibc reads it when a process starts: with it the memory of
 * decoded pictures goes back to the system, without it about 140 MB stay after a few photos of a phone. One arena, as each
 * keeps holes of its own: with two the process grew by 4 MB over a hundred photos, and on two cores none was faster for it.
 */
export const INFERENCE_ENVIRONMENT = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_TRIM_THRESHOLD_: '131072',
} as const;

/**
 * In the environment of a published kernel until it has started, for the same reason: V8's threads would each have an arena, in
 * all 0.15 MB of a visitor's kernel. An operator cannot name another number with `--env`.
 */
export const KERNEL_ENVIRONMENT = { MALLOC_ARENA_MAX: '1' } as const;

export type ToInference = InferenceStart;
export type FromInference = { type: 'ready' };
