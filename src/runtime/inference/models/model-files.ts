import { statSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../../../protocol/errors.js';
import { toSidecarName } from '../../../protocol/inference.js';
import { type InputSpec, type OutputSpec, parseLabelsFile, parseSidecar } from '../core/sidecar.js';
import { type PathScope, resolveInRoot } from './model-path.js';

/** Where a model's files are. */
export interface ModelFiles {
  /** As the notebook named it: messages show this and nothing of the machine's own paths. */
  path: string;
  /** The real path of the `.onnx` file. */
  modelPath: string;
  sidecarName: string;
  /** Real path. */
  sidecarPath: string;
  scope: PathScope;
}

/** All that is said beside a model about it. */
export interface ModelDescription {
  input: InputSpec;
  output: OutputSpec;
  labels: readonly string[];
  /** The paths of all files that the model is made of; a change of any makes it another model. */
  sources: readonly string[];
}

/**
 * Finds a model and the JSON file beside it.
 * @throws AppError `MODEL_NOT_FOUND`, `OUTSIDE_ROOT`, `MODEL_INVALID` when it is no `.onnx` file or has no JSON file
 */
export async function findModelFiles(path: string, scope: PathScope): Promise<ModelFiles> {
  const modelPath = resolveInRoot(path, scope);
  if (modelPath === undefined) throw await modelNotFound(path, scope);
  if (!/\.onnx$/i.test(path)) {
    throw new AppError('MODEL_INVALID', `${path} is not an .onnx file.`, {
      hint: 'docs/models.md shows how a model of PyTorch or fastai becomes one.',
    });
  }
  const sidecarName = toSidecarName(path);
  const sidecarPath = resolveInRoot(sidecarName, scope);
  if (sidecarPath === undefined) {
    throw new AppError('MODEL_INVALID', `${path} has no ${basename(sidecarName)} beside it.`, {
      hint: 'That file says how an image becomes the model’s input, and names its classes: docs/models.md shows how to write it.',
    });
  }
  return { path, modelPath, sidecarName, sidecarPath, scope };
}

/**
 * Reads the JSON file beside a model, and the labels.
 * @throws AppError `MODEL_INVALID`, `OUTSIDE_ROOT`
 */
export async function describeModel(files: ModelFiles): Promise<ModelDescription> {
  const { modelPath, sidecarName, sidecarPath, scope } = files;
  const { input, output, labels } = parseSidecar(await readFile(sidecarPath, 'utf8'), sidecarName);
  // `.data` is what PyTorch calls the file of the weights when it puts them outside of the model.
  const sources = [modelPath, `${modelPath}.data`, sidecarPath];
  if (typeof labels !== 'string') return { input, output, labels, sources };
  const labelsName = join(dirname(sidecarName), labels);
  const labelsPath = resolveInRoot(labelsName, scope);
  if (labelsPath === undefined) {
    throw new AppError('MODEL_INVALID', `${sidecarName}: there are no labels at ${labelsName}.`, {
      hint: 'Put the file beside it, or write the names into "labels" as an array.',
    });
  }
  return {
    input,
    output,
    labels: parseLabelsFile(await readFile(labelsPath, 'utf8'), labelsName),
    sources: [...sources, labelsPath],
  };
}

/**
 * Tells whether files have been written since: the same text as long as they have not. Looks at once, for the reason that
 * `resolveInRoot` has.
 */
export function readVersion(sources: readonly string[]): string {
  return sources.map(fileVersion).join(' ');
}

function fileVersion(file: string): string {
  try {
    const { ino, size, mtimeNs, ctimeNs } = statSync(file, { bigint: true });
    return `${ino}:${size}:${mtimeNs}:${ctimeNs}`;
  } catch {
    return 'absent';
  }
}

async function modelNotFound(path: string, scope: PathScope): Promise<AppError> {
  const entries = await listFolder(dirname(path), scope).catch(() => []);
  const models = entries.filter((entry) => entry.endsWith('.onnx')).slice(0, 10);
  return new AppError('MODEL_NOT_FOUND', `There is no model at ${path}.`, {
    hint:
      models.length > 0
        ? `In that folder: ${models.join(', ')}.`
        : 'The path starts from the notebook’s folder.',
  });
}

async function listFolder(path: string, scope: PathScope): Promise<string[]> {
  const folder = resolveInRoot(path, scope);
  return folder === undefined ? [] : readdir(folder);
}
