import type { NotebookLanguage } from './nbformat.js';

/*
 * What a page without a server and the worker that is its kernel say to each other. Jupyter messages travel on the same
 * channel as v1 frames: a Uint8Array is a frame, an object is one of these.
 */

/** Where a page finds what its kernel is made of; addresses are relative to the page's own. */
export interface BrowserKernelFiles {
  /** The worker's script. */
  worker: string;
  /** The script that holds the notebook's cells. */
  notebook: string;
}

export interface BrowserKernelStart {
  type: 'start';
  kernelId: string;
  /** Absolute address of the script that holds the notebook's cells. */
  notebook: string;
  /** The query of the page's address, with its `?`. */
  search: string;
  /** A lock of this name is held for as long as the worker lives. */
  lock: string;
}

/** The page wants to see that the worker answers. */
interface BrowserKernelProbe {
  type: 'probe';
}

export type ToBrowserKernel = BrowserKernelStart | BrowserKernelProbe;

export type FromBrowserKernel =
  /** What it does before it is ready, in words. */
  | { type: 'preparing'; message: string }
  /** From now on it takes messages: it has executed the notebook, or is about to where that is done for each visitor. */
  | { type: 'ready' }
  /** The notebook did not come to its end; the worker is of no more use. */
  | { type: 'failed'; message: string; hint?: string }
  /** The answer to a probe: what was sent before that has been handled. */
  | { type: 'alive' }
  /** The notebook has ended its kernel. */
  | { type: 'ended' };

/** A cell as the script of a notebook holds it. */
export interface BrowserCell {
  id: string;
  /** The cell's JavaScript; undefined where there is nothing to run. */
  run?: (exports: object, require: (specifier: string) => unknown) => unknown;
  hasTopLevelAwait: boolean;
  /** The property of `exports` that holds the value of the last expression. */
  lastExpressionVar?: string | undefined;
  /** Digest of what the page shows of it; see `toVisibleText`. */
  shown?: string | undefined;
}

/** A local file that cells import, as a CommonJS module. */
export type BrowserModule = (
  exports: object,
  require: (specifier: string) => unknown,
  module: { exports: unknown },
  filename: string,
  dirname: string,
) => void;

/** The files of a model. */
export interface BrowserModel {
  /** Address of the `.onnx` file. */
  model: string;
  /** Bytes that are to be loaded. */
  size: number;
  /** The weights where they lie in a file beside it, and how the model calls that. */
  data?: { address: string; name: string } | undefined;
  /** The text of the JSON file beside it. */
  sidecar: string;
  /** The text of the labels' file, where that names one. */
  labels?: string | undefined;
}

/** What a notebook that imports "eccola/onnx" finds beside its page. Addresses are relative to the notebook's script. */
export interface BrowserModels {
  /** onnxruntime-web's module. */
  runtime: string;
  /** Its WebAssembly. */
  wasm: string;
  /** libheif's script. */
  heic: string;
  /** By the path from the notebook's folder. */
  files: Readonly<Record<string, BrowserModel>>;
}

/** All that a kernel in the browser needs to run a notebook: what the script of a notebook assigns to `eccolaNotebook`. */
export interface BrowserNotebook {
  language: NotebookLanguage;
  commIdSeed: string;
  /** The notebook's cells are run before the page is live; otherwise while the visitor looks. */
  ahead: boolean;
  cells: readonly BrowserCell[];
  /** Path from the notebook's folder → the file. */
  modules: Readonly<Record<string, BrowserModule>>;
  /** Packages, by the name that they are imported by. */
  packages: Readonly<Record<string, () => unknown>>;
  models?: BrowserModels | undefined;
}
