/** An input or output of a model; a dimension that has a name instead of a size is free. */
export interface TensorInfo {
  name: string;
  /** Undefined for what is no tensor. */
  type: string | undefined;
  shape: (number | string)[];
}

export interface SessionInfo {
  inputs: TensorInfo[];
  outputs: TensorInfo[];
}

/** What onnxruntime, in Node or in a browser, says of an input or output. */
type ValueMetadata =
  | { name: string; isTensor: false }
  | { name: string; isTensor: true; type: string; shape: readonly (number | string)[] };

export function toTensorInfo(metadata: ValueMetadata): TensorInfo {
  const { name } = metadata;
  return metadata.isTensor
    ? { name, type: metadata.type, shape: [...metadata.shape] }
    : { name, type: undefined, shape: [] };
}
