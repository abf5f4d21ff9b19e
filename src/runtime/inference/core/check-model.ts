import { AppError } from '../../../protocol/errors.js';
import type { InputSpec, OutputSpec } from './sidecar.js';
import type { SessionInfo, TensorInfo } from './tensor-info.js';

/** How a model is fed, and whether several images may go in at once. */
export interface ModelPorts {
  input: TensorInfo;
  output: TensorInfo;
  /** The size of a batch is free. */
  batches: boolean;
}

/**
 * Compares a model with what its JSON file says of it.
 * @param path how messages call the model
 * @throws AppError `MODEL_INVALID`, saying what differs
 */
export function checkModel(
  path: string,
  { inputs, outputs }: SessionInfo,
  spec: { input: InputSpec; output: OutputSpec },
): ModelPorts {
  const [input] = inputs;
  if (!input || inputs.length !== 1) {
    throw invalid(`${path} has ${inputs.length} inputs; an image classifier has one.`);
  }
  if (input.type !== spec.input.dtype) {
    throw invalid(`${path} takes ${input.type}, and its JSON file says ${spec.input.dtype}.`);
  }
  const { width, height, layout } = spec.input;
  const shape = layout === 'NCHW' ? [3, height, width] : [height, width, 3];
  const [batch, ...dimensions] = input.shape;
  const fits =
    dimensions.length === 3 &&
    dimensions.every((dimension, axis) => isFree(dimension) || dimension === shape[axis]) &&
    (isFree(batch) || batch === 1);
  if (!fits) {
    throw invalid(
      `${path} takes ${describe(input.shape)}, and its JSON file says ${describe(['N', ...shape])} (${layout}).`,
    );
  }
  const output = findOutput(path, outputs, spec.output.name);
  return { input, output, batches: isFree(batch) && isFree(output.shape[0]) };
}

function findOutput(path: string, outputs: readonly TensorInfo[], name?: string): TensorInfo {
  const output =
    name === undefined ? outputs[0] : outputs.find((candidate) => candidate.name === name);
  if (!output) {
    const names = outputs.map((candidate) => candidate.name).join(', ');
    throw invalid(`${path} has no output "${name}". It has: ${names}.`);
  }
  if (output.type !== 'float32') {
    throw invalid(`The output "${output.name}" of ${path} is ${output.type}, not float32.`);
  }
  return output;
}

function isFree(dimension: number | string | undefined): boolean {
  return typeof dimension === 'string' || dimension === -1;
}

function describe(shape: readonly (number | string)[]): string {
  return `[${shape.join(', ')}]`;
}

function invalid(message: string): AppError {
  return new AppError('MODEL_INVALID', message, {
    hint: 'docs/models.md shows how to export a model and how to write its JSON file.',
  });
}
