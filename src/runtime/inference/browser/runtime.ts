/** What is used of onnxruntime-web. */
export interface OnnxRuntime {
  env: { wasm: { numThreads?: number; wasmPaths?: { wasm: string } }; logLevel?: string };
  InferenceSession: {
    create(model: Uint8Array, options: SessionOptions): Promise<OnnxSession>;
  };
  Tensor: new (
    type: 'float32' | 'uint8',
    data: Float32Array | Uint8Array,
    shape: readonly number[],
  ) => OnnxTensor;
}

interface SessionOptions {
  executionProviders: readonly ['wasm'];
  externalData?: readonly { path: string; data: Uint8Array }[];
}

interface OnnxTensor {
  data: unknown;
  dispose(): void;
}

export interface OnnxSession {
  inputMetadata: readonly ValueMetadata[];
  outputMetadata: readonly ValueMetadata[];
  run(
    inputs: Record<string, OnnxTensor>,
    outputs: readonly string[],
  ): Promise<Record<string, OnnxTensor>>;
}

type ValueMetadata =
  | { name: string; isTensor: false }
  | { name: string; isTensor: true; type: string; shape: readonly (number | string)[] };

/**
 * Loads onnxruntime-web, for one thread: more would need headers that hosts of files do not send.
 * @param module absolute address of its script, @param wasm of its WebAssembly
 */
export async function loadRuntime(module: string, wasm: string): Promise<OnnxRuntime> {
  const runtime: OnnxRuntime = await import(module);
  runtime.env.wasm.numThreads = 1;
  runtime.env.wasm.wasmPaths = { wasm };
  runtime.env.logLevel = 'error';
  return runtime;
}
