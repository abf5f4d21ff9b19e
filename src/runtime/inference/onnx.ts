import { resolve } from 'node:path';
import { toBytes } from '../../protocol/bytes.js';
import { AppError } from '../../protocol/errors.js';
import { toSidecarName } from '../../protocol/inference.js';
import { getInferenceHost } from '../inference-host.js';
import { InferenceClient } from './client.js';
import { assertImageBytes, assertThumbnailSize } from './core/image-errors.js';
import { assertTop } from './core/scores.js';

// One for the kernel: whatever its cells load, they share a connection.
const client = new InferenceClient(getInferenceHost);

/** What a classifier says of an image. */
export interface Classification {
  /** The class's name, from the labels in the model's JSON file. */
  label: string;
  /** The class's number: the position of its label, from 0. Two classes may bear the same label, but not the same index. */
  index: number;
  /** From 0 to 1. */
  probability: number;
}

/** What {@link ImageClassifier.classify} may be told. */
export interface ClassifyOptions {
  /** How many classes to return, best first; all of them if there are fewer. 5 by default. */
  top?: number;
}

/**
 * A model that tells what an image shows.
 *
 * It runs in a service that all kernels share, so a notebook that loads one costs no more memory for each visitor.
 * How an image becomes the model's input (size, normalisation, labels) is read from the JSON file beside the model:
 * `models/bears.json` for `models/bears.onnx`.
 *
 * @example
 * ```ts
 * const bears = await ImageClassifier.load("models/bears.onnx");
 * const [best] = await bears.classify(file.content);
 * prediction.value = `${best.label} (${(best.probability * 100).toFixed(1)} %)`;
 * ```
 */
export class ImageClassifier {
  /** The model's path, as it was given to {@link ImageClassifier.load}. */
  readonly path: string;
  /** The names of all classes, by index. */
  readonly labels: readonly string[];
  /** The model's own input shape, such as `["N", 3, 224, 224]`; a name stands for a size that is free. */
  readonly inputShape: readonly (number | string)[];

  private constructor(
    path: string,
    labels: readonly string[],
    inputShape: readonly (number | string)[],
  ) {
    this.path = path;
    this.labels = labels;
    this.inputShape = inputShape;
  }

  /**
   * Loads a model, or finds it loaded by another kernel; a model file that has changed since is loaded anew.
   * @param path an `.onnx` file, relative to the notebook's folder
   * @throws AppError `MODEL_NOT_FOUND`, `OUTSIDE_ROOT` when the file is not in the folder that is served,
   * `MODEL_INVALID` when it is no model, or its JSON file is missing or does not fit it, `INFERENCE_FAILED`
   */
  static async load(path: string): Promise<ImageClassifier> {
    const { cwd, usesFiles } = getInferenceHost();
    // Before it is known whether they are there: a model that is missing may come.
    usesFiles([path, toSidecarName(path)].map((name) => resolve(cwd, name)));
    const { result } = await client.call({ method: 'load', params: { path } });
    usesFiles(result.sources);
    // Not by its name: a bundler calls a class that names itself otherwise.
    return new this(path, result.labels, result.inputShape);
  }

  /**
   * Says what an image shows, best first.
   * @param image the bytes of a JPEG, PNG, WebP, GIF (its first frame), AVIF, TIFF or HEIC file of at most 100 MiB and
   * 50 million pixels; orientation is honoured and transparency becomes white
   * @throws AppError `IMAGE_EMPTY`, `IMAGE_FORMAT`, `IMAGE_UNREADABLE` or `IMAGE_TOO_LARGE`, with a message that may be
   * shown to whoever chose the image; `INFERENCE_BUSY` when too many images are waiting; what {@link ImageClassifier.load} throws
   */
  async classify(
    image: ArrayBuffer | ArrayBufferView,
    { top = 5 }: ClassifyOptions = {},
  ): Promise<Classification[]> {
    // Here too: what JSON does not hold (NaN, a bigint) would not reach the service as what it is.
    assertTop(top);
    const { result } = await client.call(
      { method: 'classify', params: { path: this.path, top: Math.min(top, this.labels.length) } },
      toImageBytes(image),
    );
    return result;
  }
}

/**
 * Makes a small JPEG of an image, to be shown in an `Image` widget: a photo of 5 MB becomes a few kB.
 * Orientation is applied, transparency becomes white, and what a camera wrote beside the pixels (place, time) is left out.
 * @param image as for {@link ImageClassifier.classify}
 * @param size of the longer side in pixels, 1 to 4096; a smaller image keeps its size
 * @throws AppError `IMAGE_EMPTY`, `IMAGE_FORMAT`, `IMAGE_UNREADABLE`, `IMAGE_TOO_LARGE`, `INFERENCE_BUSY`, `INFERENCE_FAILED`
 */
export async function thumbnail(
  image: ArrayBuffer | ArrayBufferView,
  size: number,
): Promise<Uint8Array> {
  assertThumbnailSize(size);
  const { buffers } = await client.call(
    { method: 'thumbnail', params: { size } },
    toImageBytes(image),
  );
  const [jpeg] = buffers;
  if (!jpeg) throw new AppError('INFERENCE_FAILED', 'The model service answered no thumbnail.');
  return jpeg;
}

function toImageBytes(image: ArrayBuffer | ArrayBufferView): Uint8Array {
  const bytes = toBytes(image);
  assertImageBytes(bytes);
  return bytes;
}
