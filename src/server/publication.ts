import { createHash } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import type { CompiledNotebook } from '../protocol/compiled.js';
import { type Notebook, type NotebookCell, parseNotebook } from '../protocol/nbformat.js';
import type { PageConfig } from '../protocol/session.js';
import type { WidgetManagerState } from '../protocol/widget-state.js';
import { type PageAssets, renderNotebookPage } from '../render/html/index.js';
import type { Compiler } from './compiler.js';
import { type EncodedBody, encodeBody } from './encoded-body.js';
import type { KernelHandle, KernelProvisioner, KernelRecipe } from './kernel-provisioner.js';
import { type RunFailure, runNotebook } from './notebook-run.js';
import type { ReportError } from './visitor-frame.js';
import { type NotebookOutputs, toVisitorOutputs } from './visitor-outputs.js';
import { hashOf, type WatchedFile, watchFile } from './watched-file.js';

/** A page made of what a notebook showed when it was executed; the same for every visitor. */
export interface Snapshot {
  /** Depends on its content. */
  id: string;
  body: EncodedBody;
  /** For the content security policy. */
  scriptHashes: readonly string[];
}

/** One version of a notebook, executed. */
export interface Publication {
  snapshot: Snapshot;
  /** What further kernels of this version are made of, and execute. */
  recipe: KernelRecipe;
  cells: readonly NotebookCell[];
  /** The kernel that executed it; undefined if a cell ended it, or did not end itself. */
  kernel: KernelHandle | undefined;
  /** The cell that failed: what stands before it is there, and works. */
  failure: RunFailure | undefined;
}

export interface PublishOptions {
  /** The notebook's path below the root. */
  path: string;
  /** Its absolute path. */
  file: string;
  compiler: Compiler;
  kernels: KernelProvisioner;
  /** For all cells together. */
  runTimeoutMs: number;
  assets: PageAssets;
  baseUrl: string;
  /** Bytes of one upload. */
  uploadLimit: number;
  /** Show visitors errors whole. */
  debug: boolean;
  report: ReportError;
  /** Told what is being done, in words. */
  onProgress: (message: string) => void;
  /** Told of every file that the publication is made of, as soon as that is known. */
  onFile: (file: WatchedFile) => void;
}

/**
 * Compiles and executes a notebook and makes its page.
 * @throws AppError if it came to no page: what is no notebook, a compiler or kernel that failed
 */
export async function publish(options: PublishOptions): Promise<Publication> {
  const { path, file, kernels, runTimeoutMs, onProgress } = options;
  const { notebook, hash } = await readSource(options);
  const compiled = await compile(notebook, options);
  const recipe: KernelRecipe = {
    language: notebook.language,
    cwd: dirname(file),
    compiled,
    commIdSeed: hashOf([path, hash]),
  };
  onProgress('Starting a kernel');
  const kernel = await kernels.start(recipe);
  try {
    const run = await runNotebook(kernel, notebook.cells, {
      timeoutMs: runTimeoutMs,
      onProgress: (cell, total) => onProgress(`Running cell ${cell} of ${total}`),
    });
    onProgress('Making the page');
    const outputs = toVisitorOutputs(run, options.debug, options.report);
    const snapshot = await createSnapshot(notebook, hash, outputs, run.widgets, options);
    const { failure } = run;
    const version = { snapshot, recipe, cells: notebook.cells, failure };
    if (!failure || failure.kernelError) return { ...version, kernel };
    await kernel.kill();
    return { ...version, kernel: undefined };
  } catch (error) {
    await kernel.kill();
    throw error;
  }
}

async function readSource({ file, path, onFile }: PublishOptions) {
  const watched = await watchFile(file, (text) => digestNotebook(text, path));
  onFile(watched);
  const text = watched.text ?? '';
  return { notebook: parseNotebook(text, path), hash: digestNotebook(text, path) };
}

/** Depends on what a visitor would notice: not on outputs, counters and the editor's notes, which a save changes. */
function digestNotebook(text: string, path: string): string {
  try {
    const { language, title, metadata, cells } = parseNotebook(text, path);
    const shown = cells.map(({ metadata: _, ...cell }) => cell);
    return hashOf([language, title, metadata.lang, metadata.eccola, shown]);
  } catch {
    return hashOf(text);
  }
}

async function compile(
  notebook: Notebook,
  { file, compiler, onProgress, onFile }: PublishOptions,
): Promise<CompiledNotebook> {
  const cells = notebook.cells.filter(({ kind }) => kind === 'code');
  onProgress('Compiling');
  const compiled = await compiler.compile(
    {
      path: file,
      cwd: dirname(file),
      language: notebook.language,
      cells: cells.map(({ id, index, source }) => ({ id, index, source })),
    },
    (done, total) => onProgress(`Compiling cell ${Math.min(done + 1, total)} of ${total}`),
  );
  for (const { source } of Object.values(compiled.modules)) {
    onFile(await watchFile(resolve(dirname(file), source)));
  }
  return compiled;
}

async function createSnapshot(
  notebook: Notebook,
  sourceHash: string,
  outputs: NotebookOutputs,
  widgets: WidgetManagerState,
  { path, assets, baseUrl, uploadLimit, debug }: PublishOptions,
): Promise<Snapshot> {
  const id = hashOf([sourceHash, [...outputs], widgets, assets, baseUrl, uploadLimit]);
  const title = notebook.title ?? titleOf(path);
  const config: PageConfig = {
    baseUrl,
    path,
    snapshot: id,
    uploadLimit,
    title,
    debug,
  };
  const { html, scriptHashes } = renderNotebookPage({
    notebook,
    outputs,
    widgets,
    config,
    assets,
    sha256: (text) => createHash('sha256').update(text).digest('base64'),
  });
  return { id, body: await encodeBody(html), scriptHashes };
}

/** How a notebook without a title is called. */
export function titleOf(path: string): string {
  return (path.split('/').pop() ?? path).replace(/\.ipynb$/, '');
}
