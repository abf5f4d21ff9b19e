import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { InputSpec } from '../core/sidecar.js';
import { toTensorData } from '../core/tensor-data.js';
import { type SessionInfo, toTensorInfo } from '../core/tensor-info.js';
import { Collector } from '../threads/collector.js';
import { type Served, serveCalls } from '../threads/serve-calls.js';

export interface LoadParams {
  /** Real path of the model. onnxruntime itself refuses weights that lie outside of the model's folder, links included. */
  path: string;
  threads: number;
}

export interface RunParams {
  /** The pixels of each image, as `toModelPixels` gives them. */
  images: readonly Uint8Array[];
  input: InputSpec;
  inputName: string;
  outputName: string;
}

export type SessionMethods = {
  load: { params: LoadParams; result: SessionInfo };
  run: { params: RunParams; result: RunResult };
};

/** The scores of all images of a run, one row after the other. */
export interface RunResult {
  scores: Float32Array<ArrayBuffer>;
}

/** What a batch needs beyond an image alone is some 20 MB, and onnxruntime would keep it. */
const GIVE_BACK: InferenceSession.RunOptions = {
  extra: { memory: { enable_memory_arena_shrinkage: 'cpu:0' } },
};

let session: InferenceSession | undefined;
const collector = new Collector();

serveCalls<SessionMethods>({ load, run });

async function load({ path, threads }: LoadParams): Promise<Served<SessionInfo>> {
  session = await InferenceSession.create(path, {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    // Errors come as exceptions; warnings about a model's graph are nothing that an operator could act on.
    logSeverityLevel: 3,
    // Threads that wait for the next image in a busy loop cost six times the image's own time, and gain 1.5 ms of it.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  });
  const { inputMetadata, outputMetadata } = session;
  return {
    result: { inputs: inputMetadata.map(toTensorInfo), outputs: outputMetadata.map(toTensorInfo) },
  };
}

async function run(params: RunParams): Promise<Served<RunResult>> {
  const { images, input, inputName, outputName } = params;
  if (!session) throw new Error('The model is not loaded.');
  const { data, shape } = toTensorData(images, input);
  const tensor =
    data instanceof Uint8Array
      ? new Tensor('uint8', data, shape)
      : new Tensor('float32', data, shape);
  const options = images.length > 1 ? GIVE_BACK : {};
  const outputs = await session.run({ [inputName]: tensor }, [outputName], options);
  const output = outputs[outputName];
  if (!(output?.data instanceof Float32Array)) throw new Error(`"${outputName}" is not float32.`);
  const scores = new Float32Array(output.data);
  output.dispose();
  collector.released(data.byteLength);
  return { result: { scores }, transfer: [scores.buffer] };
}
