import type { BrowserModel } from '../../../protocol/browser-kernel.js';
import { AppError } from '../../../protocol/errors.js';
import { toSidecarName } from '../../../protocol/inference.js';
import { checkModel, type ModelPorts } from '../core/check-model.js';
import { assertProbabilities, type Ranked, rank, toProbabilities } from '../core/scores.js';
import { type ModelSpec, parseLabelsFile, parseSidecar } from '../core/sidecar.js';
import { toTensorData } from '../core/tensor-data.js';
import { toTensorInfo } from '../core/tensor-info.js';
import { toModelPixels } from './model-pixels.js';
import type { OnnxRuntime, OnnxSession } from './runtime.js';

export interface ModelSource {
  /** As the notebook named it. */
  path: string;
  files: BrowserModel;
  /** Reads a file of the model's, by its address. */
  fetchBytes: (address: string) => Promise<Uint8Array>;
}

/** A loaded image classifier. Its runs keep the kernel busy: an image takes some tens of milliseconds. */
export class BrowserModelSession {
  readonly labels: readonly string[];
  readonly #path: string;
  readonly #runtime: OnnxRuntime;
  readonly #session: OnnxSession;
  readonly #spec: ModelSpec;
  readonly #ports: ModelPorts;

  private constructor(
    path: string,
    runtime: OnnxRuntime,
    session: OnnxSession,
    spec: ModelSpec,
    labels: readonly string[],
  ) {
    const info = {
      inputs: session.inputMetadata.map(toTensorInfo),
      outputs: session.outputMetadata.map(toTensorInfo),
    };
    this.#ports = checkModel(path, info, spec);
    this.#path = path;
    this.#runtime = runtime;
    this.#session = session;
    this.#spec = spec;
    this.labels = labels;
  }

  get inputShape(): readonly (number | string)[] {
    return this.#ports.input.shape;
  }

  /** @throws AppError `MODEL_INVALID`, and what `fetchBytes` throws */
  static async load(
    runtime: OnnxRuntime,
    { path, files, fetchBytes }: ModelSource,
  ): Promise<BrowserModelSession> {
    const spec = parseSidecar(files.sidecar, toSidecarName(path));
    const labels =
      typeof spec.labels === 'string'
        ? parseLabelsFile(files.labels ?? '', spec.labels)
        : spec.labels;
    const [model, data] = await Promise.all([
      fetchBytes(files.model),
      files.data && fetchBytes(files.data.address),
    ]);
    const externalData = data && files.data ? [{ path: files.data.name, data }] : [];
    try {
      const session = await runtime.InferenceSession.create(model, {
        executionProviders: ['wasm'],
        ...(externalData.length > 0 && { externalData }),
      });
      return new BrowserModelSession(path, runtime, session, spec, labels);
    } catch (cause) {
      if (cause instanceof AppError) throw cause;
      throw new AppError('MODEL_INVALID', `${path} is not a model that can be loaded.`, {
        hint: `onnxruntime says: ${String(cause)}`,
        cause,
      });
    }
  }

  /** @throws AppError `INFERENCE_FAILED`, `MODEL_INVALID` */
  async classify(image: ImageBitmap, top: number): Promise<Ranked[]> {
    const scores = await this.#run(toModelPixels(image, this.#spec.input));
    if (scores.length !== this.labels.length) {
      throw new AppError(
        'MODEL_INVALID',
        `${this.#path} answers ${scores.length} scores for an image, and there are ${this.labels.length} labels.`,
      );
    }
    const probabilities = toProbabilities(scores, this.#spec.output.activation);
    assertProbabilities(probabilities, this.#path);
    return rank(probabilities, this.labels, top);
  }

  async #run(pixels: Uint8Array): Promise<Float32Array> {
    const { input, output } = this.#ports;
    const { data, shape } = toTensorData([pixels], this.#spec.input);
    const type = data instanceof Uint8Array ? 'uint8' : 'float32';
    const tensor = new this.#runtime.Tensor(type, data, shape);
    try {
      const outputs = await this.#session.run({ [input.name]: tensor }, [output.name]);
      const scores = outputs[output.name];
      if (!(scores?.data instanceof Float32Array)) throw new Error('It answered no scores.');
      const copy = new Float32Array(scores.data);
      scores.dispose();
      return copy;
    } catch (cause) {
      throw new AppError('INFERENCE_FAILED', `${this.#path} failed on this image.`, {
        hint: `onnxruntime says: ${String(cause)}`,
        cause,
      });
    } finally {
      tensor.dispose();
    }
  }
}
