import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { BrowserModel, BrowserModels } from '../../protocol/browser-kernel.js';
import { BROWSER_PACKAGES } from '../../protocol/browser-packages.js';
import type { CompiledNotebook } from '../../protocol/compiled.js';
import { AppError } from '../../protocol/errors.js';
import { toSidecarName } from '../../protocol/inference.js';
import { resolveServedPath } from '../served-path.js';
import type { AddAsset } from './site-folder.js';

export interface ModelsOptions {
  root: string;
  /** Absolute path of the notebook's folder. */
  cwd: string;
  compiled: CompiledNotebook;
  /** Absolute paths of files that the notebook has loaded while it ran. */
  loaded: readonly string[];
  addAsset: AddAsset;
}

/**
 * Puts the models of a notebook beside its page, and what runs them: those that it has loaded, and those that its code names.
 * @returns undefined for a notebook without models
 * @throws AppError `NOT_IN_BROWSER` where onnxruntime-web is not installed
 */
export async function collectModels(options: ModelsOptions): Promise<BrowserModels | undefined> {
  const { compiled, cwd, loaded, addAsset } = options;
  if (!compiled.imports.includes('eccola/onnx')) return undefined;
  const runtime = findRuntime(cwd);
  const files: Record<string, BrowserModel> = {};
  for (const file of new Set([...loaded, ...namedModels(compiled, cwd)])) {
    const name = relative(cwd, file).split(sep).join('/');
    const model = /\.onnx$/i.test(file) ? await readModel(file, options) : undefined;
    if (model) files[name] = model;
  }
  const add = async (name: string, file: string) => addAsset(name, await readFile(file));
  return {
    // Not every host knows what .mjs is.
    runtime: await add('onnxruntime.js', join(runtime, 'ort.wasm.bundle.min.mjs')),
    wasm: await add('onnxruntime.wasm', join(runtime, 'ort-wasm-simd-threaded.wasm')),
    heic: await add('libheif.js', findLibheif()),
    files,
  };
}

/** @returns undefined for one that is not there, or is not described */
async function readModel(
  file: string,
  { root, addAsset }: ModelsOptions,
): Promise<BrowserModel | undefined> {
  const read = async (path: string) => {
    const served = relative(root, path).split(sep).join('/');
    return await resolveServedPath(root, served)
      .then((found) => readFile(found.file))
      .catch(() => undefined);
  };
  const [model, sidecar] = [await read(file), await read(toSidecarName(file))];
  if (!model || !sidecar) return undefined;
  const data = await read(`${file}.data`);
  const labelsName = labelsFileOf(sidecar.toString());
  const labels = labelsName && (await read(join(dirname(file), labelsName)));
  return {
    model: addAsset(basename(file), model),
    size: model.byteLength + (data?.byteLength ?? 0),
    data: data && {
      address: addAsset(`${basename(file)}.data`, data),
      name: `${basename(file)}.data`,
    },
    sidecar: sidecar.toString(),
    labels: labels ? labels.toString() : undefined,
  };
}

function labelsFileOf(sidecar: string): string | undefined {
  try {
    const { labels }: Record<string, unknown> = JSON.parse(sidecar);
    return typeof labels === 'string' ? labels : undefined;
  } catch {
    // What is wrong with it was said when the notebook ran, if it loads the model.
    return undefined;
  }
}

/** Models that are loaded later, in a handler say: by the strings that name them. */
function namedModels({ cells, modules }: CompiledNotebook, cwd: string): string[] {
  const codes = [...cells, ...Object.values(modules)].map(({ code }) => code);
  const names = codes.flatMap((code) =>
    [...code.matchAll(/(["'`])([^"'`\n]+\.onnx)\1/gi)].map(([, , name = '']) => name),
  );
  return names.map((name) => join(cwd, name));
}

/** The folder of onnxruntime-web's files: of the notebook's repository, or beside eccola. */
function findRuntime(cwd: string): string {
  for (const from of [join(cwd, 'notebook.js'), import.meta.url]) {
    try {
      return dirname(createRequire(from).resolve('onnxruntime-web'));
    } catch {
      // Not there.
    }
  }
  const install = `npm install onnxruntime-web@${BROWSER_PACKAGES['onnxruntime-web']}`;
  throw new AppError(
    'NOT_IN_BROWSER',
    'It imports “eccola/onnx”, and in a browser models run by onnxruntime-web, which is not installed here.',
    { hint: `Install it in the repository: ${install}` },
  );
}

function findLibheif(): string {
  const require = createRequire(import.meta.url);
  const inner = createRequire(require.resolve('heic-decode'));
  return inner.resolve('libheif-js/libheif-wasm/libheif-bundle.js');
}
