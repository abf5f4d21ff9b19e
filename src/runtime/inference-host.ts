import type { InferenceAddress } from '../protocol/runtime-process.js';

/** What "eccola/onnx" needs of the kernel that runs it. */
export interface InferenceHost {
  /**
   * Where the inference service listens; starts it if need be.
   * Asked again after a lost connection, as the service may listen elsewhere then.
   * @throws AppError `INFERENCE_FAILED` when there is no service and none can be started
   */
  address(): Promise<InferenceAddress>;
  /** Absolute path of the notebook's folder: what relative model paths start from. */
  readonly cwd: string;
  /** Told which files the notebook's models are made of, by absolute path: a change of one makes the notebook another. */
  usesFiles(paths: readonly string[]): void;
}

const HOST = Symbol.for('eccola.inference');
type Hosted = { [HOST]?: InferenceHost };

/** Called by a kernel, once, before it runs cells. */
export function installInferenceHost(host: InferenceHost): void {
  (globalThis as Hosted)[HOST] = host;
}

/** @throws Error when no kernel runs this code */
export function getInferenceHost(): InferenceHost {
  const host = (globalThis as Hosted)[HOST];
  if (!host) {
    throw new Error(
      'eccola/onnx needs a kernel: run this notebook with eccola, or in JupyterLab with its kernel (`eccola install`).',
    );
  }
  return host;
}
