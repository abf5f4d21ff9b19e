import { readdir, readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import type { BrowserKernelFiles } from '../../protocol/browser-kernel.js';
import { type AppError, isAppError } from '../../protocol/errors.js';
import { createUrls } from '../../protocol/urls.js';
import { loadAssets } from '../assets.js';
import type { KeptRuns } from '../kept-runs.js';
import { findNotebooks, listFolder } from '../notebook-folder.js';
import { DEFAULTS } from '../options.js';
import { type ExecutedVersion, publish } from '../publication.js';
import { createRuntime, type Runtime } from '../runtime.js';
import { findServedFile } from '../served-file.js';
import { resolveServedPath } from '../served-path.js';
import { createTitleReader } from '../title-reader.js';
import { findBrowserImports } from './browser-imports.js';
import { createGalleryPages, relativeBase } from './gallery-pages.js';
import { collectModels } from './models.js';
import { writeNotebookScript } from './notebook-script.js';
import { bundlePackages } from './packages.js';
import {
  type AddAsset,
  ASSETS,
  assetName,
  openSiteFolder,
  type SiteFolder,
} from './site-folder.js';

export interface SiteOptions {
  /** Path of the folder whose notebooks are published. */
  root: string;
  /** The one notebook to publish, by its path below the root; all of them without it. */
  only: string | undefined;
  /** Path of the folder that the site is written to. */
  out: string;
  /** Absolute path of the folder that compiled notebooks are cached in. */
  cacheDir: string;
  logger: Logger;
  /** Told of each notebook before it is published. */
  onStart: (path: string) => void;
}

/** What became of one notebook. */
export interface SiteNotebook {
  /** Below the root. */
  path: string;
  /** Bytes of its page as HTML, not compressed; undefined if there is none. */
  pageBytes: number | undefined;
  /** Why it is not in the site. */
  error: AppError | undefined;
}

const KERNEL_FOLDER = fileURLToPath(new URL('../../browser-kernel/', import.meta.url));

/** A site is made of what its notebooks show now. */
const NO_KEPT_RUNS: KeptRuns = { find: async () => undefined, keep: async () => {} };

/**
 * Publishes each notebook once, as a server does, and writes a folder of files that any web server can serve, below any
 * path: pages whose kernels run in their visitors' browsers.
 * @throws AppError `NOT_WRITABLE`
 */
export async function buildSite(options: SiteOptions): Promise<SiteNotebook[]> {
  const root = await realpath(options.root);
  const where = { root, only: options.only };
  const folder = await openSiteFolder(options.out);
  const assets = loadAssets();
  for (const [name, { body }] of assets.files) {
    await folder.write(`${ASSETS}/${name}`, body.identity);
  }
  const kernelScript = await copyKernel(folder);
  const runtime = await createRuntime({
    root,
    cacheDir: options.cacheDir,
    logger: options.logger,
    env: {},
    reach: { allowNative: false, allowWorker: false, memoryLimit: DEFAULTS.kernelMemory },
    watch: false,
  });
  try {
    const built: SiteNotebook[] = [];
    for (const path of await findNotebooks(where, Number.POSITIVE_INFINITY)) {
      options.onStart(path);
      const site = { ...where, folder, runtime, kernelScript, assets: assets.page };
      built.push(await buildNotebook(path, site));
    }
    const readTitle = createTitleReader();
    const pages = await createGalleryPages({
      assets: assets.page,
      notebooks: built.filter(({ error }) => !error).map(({ path }) => path),
      list: (path) => listFolder(where, path, readTitle),
    });
    for (const [file, html] of pages) await folder.write(file, html);
    return built;
  } finally {
    await runtime.close();
  }
}

interface Site {
  root: string;
  only: string | undefined;
  folder: SiteFolder;
  runtime: Runtime;
  /** The worker's script, by its name among the assets. */
  kernelScript: string;
  assets: ReturnType<typeof loadAssets>['page'];
}

async function buildNotebook(path: string, site: Site): Promise<SiteNotebook> {
  const { root, only, folder, runtime, assets } = site;
  const page = `voila/render/${path}/index.html`;
  const baseUrl = relativeBase(page);
  const files = new Map<string, string | Uint8Array>();
  const loaded: string[] = [];
  const addAsset: AddAsset = (name, content) => {
    const hashed = assetName(name, content);
    files.set(`${ASSETS}/${hashed}`, content);
    return hashed;
  };
  try {
    const { file } = await resolveServedPath(root, path);
    const { snapshot, kernel, failure } = await publish({
      ...{ root, path, file, assets, baseUrl },
      compiler: runtime.compiler,
      kernels: runtime.kernels,
      runTimeoutMs: DEFAULTS.runTimeoutMs,
      uploadLimit: DEFAULTS.uploadLimit,
      debug: false,
      watch: false,
      keptRuns: NO_KEPT_RUNS,
      toBrowserKernel: (version) =>
        toBrowserKernel(version, { ...site, baseUrl, addAsset, loaded }),
      // What is wrong is told of the notebook itself.
      report: () => '',
      readsRequest: () => false,
      onRequestRead: () => {},
      onProgress: () => {},
      onKept: () => {},
      onFile: ({ path: used }) => void loaded.push(used),
    });
    await kernel?.kill();
    if (failure) throw failure.error;
    const folders = fileFolders(path, snapshot.body.identity.toString());
    for (const referred of snapshot.files) {
      const refersTo = () => true;
      // What is not served beside a notebook is a dead link here as it is there.
      const content = await findServedFile(referred, { root, only, refersTo })
        .then(({ file }) => readFile(file))
        .catch(() => undefined);
      if (!content) continue;
      for (const place of folders) files.set(`${place}/${referred}`, content);
    }
    for (const [name, content] of files) await folder.write(name, content);
    await folder.write(page, snapshot.body.identity);
    return { path, pageBytes: snapshot.body.identity.byteLength, error: undefined };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { path, pageBytes: undefined, error };
  }
}

/**
 * Where a page looks for the files beside its notebook. In widgets authors write addresses that start from a server's page,
 * `../files/bear.png`; this one lies a step deeper, and what an image or a style names cannot be mended when it is used.
 */
function fileFolders(path: string, html: string): string[] {
  const ofAuthor = `${'../'.repeat(path.split('/').length)}files/`;
  return ['voila/files', ...(html.includes(ofAuthor) ? ['voila/render/files'] : [])];
}

interface SitePage extends Site {
  baseUrl: string;
  addAsset: AddAsset;
  /** Absolute paths of what the notebook is made of, its models among them. */
  loaded: readonly string[];
}

/** Adds to the assets what the page's kernel is made of. */
async function toBrowserKernel(
  version: ExecutedVersion,
  { root, kernelScript, baseUrl, addAsset, loaded }: SitePage,
): Promise<BrowserKernelFiles> {
  const { compiled, cwd } = version.recipe;
  const { json, packages: names } = await findBrowserImports(compiled, { root, cwd });
  const packages = await bundlePackages(names, cwd);
  const models = await collectModels({ root, cwd, compiled, loaded, addAsset });
  const script = writeNotebookScript(version, { json, packages, models });
  const name = addAsset('notebook.js', script);
  const urls = createUrls(baseUrl);
  return { worker: urls.static(kernelScript), notebook: urls.static(name) };
}

async function copyKernel(folder: SiteFolder): Promise<string> {
  const [script] = await readdir(KERNEL_FOLDER);
  if (script === undefined) throw new Error(`There is no kernel in ${KERNEL_FOLDER}.`);
  await folder.write(`${ASSETS}/${script}`, await readFile(join(KERNEL_FOLDER, script)));
  return script;
}
