import { createHash } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import type { BrowserKernelFiles } from '../protocol/browser-kernel.js';
import type { CompiledNotebook } from '../protocol/compiled.js';
import { type Notebook, type NotebookCell, parseNotebook } from '../protocol/nbformat.js';
import type { PageConfig } from '../protocol/session.js';
import { type PageAssets, renderNotebookPage } from '../render/html/index.js';
import type { Compiler } from './compiler.js';
import { type EncodedBody, encodeBody } from './encoded-body.js';
import type { KeptRun, KeptRuns } from './kept-runs.js';
import type { KernelHandle, KernelProvisioner, KernelRecipe } from './kernel-provisioner.js';
import { NO_WIDGETS, type RunFailure, runNotebook } from './notebook-run.js';
import { readWhole } from './read-whole.js';
import { contains } from './served-path.js';
import type { ReportError } from './visitor-frame.js';
import { type NotebookOutputs, toVisitorOutputs } from './visitor-outputs.js';
import { hashOf, type WatchedFile, watchFile } from './watched-file.js';

/** A page made of what a notebook showed when it was executed; the same for every visitor. */
export interface Snapshot {
  /** Of what it was made: another that was made of the same may show another time of day, and fits the same kernels. */
  id: string;
  /** Depends on its content. */
  etag: string;
  body: EncodedBody;
  /** For the content security policy. */
  scriptHashes: readonly string[];
  /** The files beside the notebook that it leads to, by their paths below the root. */
  files: ReadonlySet<string>;
}

/** One version of a notebook, executed. */
export interface Publication {
  /** Names the notebook and what it imports. */
  version: string;
  snapshot: Snapshot;
  /** What the snapshot shows. */
  outputs: NotebookOutputs;
  /** What further kernels of this version are made of, and execute. */
  recipe: KernelRecipe;
  cells: readonly NotebookCell[];
  /** The kernel that executed it; undefined if a cell ended it, or did not end itself. */
  kernel: KernelHandle | undefined;
  /** Its cells ran before anybody came; otherwise `kernel` has executed nothing, and each visitor's kernel executes them. */
  isAhead: boolean;
  /** The cell that failed: what stands before it is there, and works. */
  failure: RunFailure | undefined;
}

export interface PublishOptions {
  /** Absolute path of the served root. */
  root: string;
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
  /** The page follows its notebook. */
  watch: boolean;
  /** For a page without a server: makes what its kernel is made of. */
  toBrowserKernel?: (version: ExecutedVersion) => Promise<BrowserKernelFiles>;
  keptRuns: KeptRuns;
  report: ReportError;
  /** Whether a version is known to read its visitor's request: then it is not run ahead. */
  readsRequest: (version: string) => boolean;
  /** Told that a version does so, now or, by something that it has left running, later. */
  onRequestRead: (version: string) => void;
  /** Told what is being done, in words. */
  onProgress: (message: string) => void;
  /** Shown what the notebook showed when it was last executed, if nothing that it is made of has changed since. */
  onKept: (snapshot: Snapshot, outputs: NotebookOutputs) => void;
  /** Told of every file that the publication is made of, as soon as that is known. */
  onFile: (file: WatchedFile) => void;
}

/** A version of a notebook, and what it showed when it was executed. */
export interface ExecutedVersion {
  notebook: Notebook;
  recipe: KernelRecipe;
  outputs: NotebookOutputs;
  isAhead: boolean;
}

const MOST_MODEL_FILES = 100;

/**
 * Compiles and executes a notebook and makes its page.
 * @throws AppError if it came to no page: what is no notebook, a compiler or kernel that failed
 */
export async function publish(given: PublishOptions): Promise<Publication> {
  const files: WatchedFile[] = [];
  const options: PublishOptions = {
    ...given,
    onFile: (watched) => {
      files.push(watched);
      given.onFile(watched);
    },
  };
  const { path, file, onRequestRead } = options;
  const notebook = await readSource(options);
  await showKept(notebook, files, options);
  const compiled = await compile(notebook, options);
  const recipe: KernelRecipe = {
    language: notebook.language,
    cwd: dirname(file),
    compiled,
    // The same for every version: a page keeps the widgets that the next one still has.
    commIdSeed: hashOf(path),
  };
  const source: Source = { id: versionOf(files), notebook, recipe, files };
  if (isAheadWanted(notebook) && !options.readsRequest(source.id)) {
    const publication = await publishAhead(source, options);
    if (publication) return publication;
    onRequestRead(source.id);
  }
  return await publishForVisitors(source, options);
}

/** What a version is made of. */
interface Source {
  id: string;
  notebook: Notebook;
  recipe: KernelRecipe;
  /** As many as are known; models come when they are loaded. */
  files: readonly WatchedFile[];
}

function versionOf(files: KeptRun['files']): string {
  return hashOf(files.map(({ hash }) => hash).sort());
}

/** The notebook's metadata may say `"eccola": {"ahead": false}`. */
function isAheadWanted({ metadata: { eccola } }: Notebook): boolean {
  return !(typeof eccola === 'object' && eccola !== null && Reflect.get(eccola, 'ahead') === false);
}

/** @returns undefined if the notebook wants to know whose request it answers */
async function publishAhead(
  source: Source,
  options: PublishOptions,
): Promise<Publication | undefined> {
  const { id, notebook, recipe } = source;
  const { kernels, runTimeoutMs, onProgress } = options;
  onProgress('Starting a kernel');
  const kernel = await kernels.start(recipe);
  const models = watchModels(kernel, options.root);
  let readsRequest = false;
  kernel.onRequestRead = () => {
    readsRequest = true;
    void kernel.kill();
  };
  try {
    const run = await runNotebook(kernel, notebook.cells, {
      timeoutMs: runTimeoutMs,
      onProgress: (cell, total) => onProgress(`Running cell ${cell} of ${total}`),
    });
    if (readsRequest) return undefined;
    kernel.onRequestRead = () => options.onRequestRead(id);
    for (const model of await models.settled()) options.onFile(model);
    onProgress('Making the page');
    const outputs = toVisitorOutputs(run, options.debug, options.report);
    const { failure, widgets } = run;
    const shown = { ...source, outputs, widgets, ahead: true, failedAt: failure?.cell.id };
    const snapshot = await createSnapshot(shown, options);
    if (!failure) await options.keptRuns.keep(shown);
    const { cells } = notebook;
    const publication = { version: id, snapshot, outputs, recipe, cells, isAhead: true, failure };
    if (!failure || failure.kernelError) return { ...publication, kernel };
    await kernel.kill();
    return { ...publication, kernel: undefined };
  } catch (error) {
    await kernel.kill();
    if (readsRequest) return undefined;
    throw error;
  }
}

async function publishForVisitors(source: Source, options: PublishOptions): Promise<Publication> {
  options.onProgress('Starting a kernel');
  const { id, notebook, recipe } = source;
  const kernel = await options.kernels.start(recipe);
  const outputs: NotebookOutputs = new Map();
  const shown = { ...source, outputs, widgets: NO_WIDGETS, ahead: false, failedAt: undefined };
  const snapshot = await createSnapshot(shown, options);
  const { cells } = notebook;
  const version = { version: id, snapshot, outputs, recipe, cells, isAhead: false };
  return { ...version, failure: undefined, kernel };
}

async function showKept(
  notebook: Notebook,
  [file]: readonly WatchedFile[],
  options: PublishOptions,
): Promise<void> {
  const kept = file && (await options.keptRuns.find(file));
  if (!kept) return;
  const shown = { notebook, ...kept, ahead: true, failedAt: undefined };
  options.onKept(await createSnapshot(shown, options), kept.outputs);
}

async function readSource({ file, path, onFile }: PublishOptions): Promise<Notebook> {
  const watched = await readWhole(file, (text) => digestNotebook(text, path));
  onFile(watched);
  return parseNotebook(watched.text ?? '', path);
}

/** The files of the models that the notebook loads while it runs: what it shows is made of them too. */
function watchModels(kernel: KernelHandle, root: string) {
  const watched = new Map<string, Promise<WatchedFile>>();
  kernel.onFile = (file) => {
    const isOurs = contains(root, file) && watched.size < MOST_MODEL_FILES;
    if (isOurs && !watched.has(file)) watched.set(file, watchFile(file));
  };
  return {
    settled: async () => {
      kernel.onFile = undefined;
      return await Promise.all(watched.values());
    },
  };
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
  const imported = Object.values(compiled.modules).map(({ source }) => source);
  // One with an error in it is no module yet.
  const faulty = compiled.cells.flatMap(({ diagnostics }) =>
    diagnostics.map((found) => found.file),
  );
  for (const source of new Set([...imported, ...faulty])) {
    if (source !== undefined) onFile(await watchFile(resolve(dirname(file), source)));
  }
  return compiled;
}

/** What the page of a version shows. */
interface Shown extends KeptRun {
  notebook: Notebook;
  ahead: boolean;
  /** The cell that it goes as far as, if that is not the last. */
  failedAt: string | undefined;
  /** Undefined for a run that was kept. */
  recipe?: KernelRecipe;
}

async function createSnapshot(
  { notebook, files, outputs, widgets, ahead, failedAt, recipe }: Shown,
  { path, assets, baseUrl, uploadLimit, debug, watch, toBrowserKernel }: PublishOptions,
): Promise<Snapshot> {
  const browserKernel =
    recipe && (await toBrowserKernel?.({ notebook, recipe, outputs, isAhead: ahead }));
  const version = versionOf(files);
  const made = [version, assets, baseUrl, uploadLimit, debug, ahead, watch, failedAt];
  const content = [[...outputs], widgets];
  // An author who runs a notebook again wants to see what it shows now.
  const id = hashOf(watch ? [made, content] : made);
  const title = notebook.title ?? titleOf(path);
  const config: PageConfig = {
    baseUrl,
    path,
    snapshot: id,
    uploadLimit,
    title,
    ahead,
    debug,
    watch,
    browserKernel,
  };
  const page = renderNotebookPage({
    notebook,
    outputs,
    widgets,
    config,
    assets,
    sha256: (text) => createHash('sha256').update(text).digest('base64'),
  });
  return {
    id,
    etag: hashOf([made, content]),
    body: await encodeBody(page.html),
    scriptHashes: page.scriptHashes,
    files: page.files,
  };
}

/** How a notebook without a title is called. */
export function titleOf(path: string): string {
  return (path.split('/').pop() ?? path).replace(/\.ipynb$/, '');
}
