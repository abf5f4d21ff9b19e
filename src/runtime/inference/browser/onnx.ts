import type { BrowserModels } from '../../../protocol/browser-kernel.js';
import { toBytes } from '../../../protocol/bytes.js';
import { AppError } from '../../../protocol/errors.js';
import { assertImageBytes, assertThumbnailSize, imageDamaged } from '../core/image-errors.js';
import type { Ranked } from '../core/scores.js';
import { createHeicDecoder } from './heic.js';
import { BrowserModelSession } from './model.js';
import { openImage } from './open-image.js';
import { loadRuntime, type OnnxRuntime } from './runtime.js';

/** What models need of the kernel in the browser. */
export interface OnnxHost {
  /** Absolute addresses of what was put beside the page. */
  models: BrowserModels;
  /** What awaits the promise belongs to whoever called. */
  follow<T>(promise: Promise<T>): Promise<T>;
  /** Says in words what takes its time; undefined when that is over. */
  say(words: string | undefined): void;
}

/** The module that a cell gets for `import … from "eccola/onnx"`: see runtime/inference/onnx.ts for what it does. */
export function createOnnxModule(host: OnnxHost): object {
  const { follow, models } = host;
  const decodeHeic = createHeicDecoder(models.heic);
  const sessions = new Map<string, Promise<BrowserModelSession>>();
  let runtime: Promise<OnnxRuntime> | undefined;

  /** Each model once. One that could not be loaded is tried again. */
  function load(path: string): Promise<BrowserModelSession> {
    const known = sessions.get(path);
    if (known) return known;
    const loading = open(path);
    sessions.set(path, loading);
    loading.catch(() => sessions.delete(path));
    return loading;
  }

  async function open(path: string): Promise<BrowserModelSession> {
    const files = Object.hasOwn(models.files, path) ? models.files[path] : undefined;
    if (!files) throw noModel(path, Object.keys(models.files));
    host.say(`Loading the model, ${Math.ceil(files.size / 1e6)} MB…`);
    try {
      runtime ??= loadRuntime(models.runtime, models.wasm);
      return await BrowserModelSession.load(await runtime, { path, files, fetchBytes });
    } catch (error) {
      runtime = undefined;
      throw error;
    } finally {
      host.say(undefined);
    }
  }

  class ImageClassifier {
    readonly path: string;
    readonly labels: readonly string[];
    readonly inputShape: readonly (number | string)[];

    private constructor(path: string, session: BrowserModelSession) {
      this.path = path;
      this.labels = session.labels;
      this.inputShape = session.inputShape;
    }

    static load(path: string): Promise<ImageClassifier> {
      const loading = load(normalize(path));
      return follow(loading.then((session) => new ImageClassifier(path, session)));
    }

    classify(
      image: ArrayBuffer | ArrayBufferView,
      { top = 5 }: { top?: number } = {},
    ): Promise<Ranked[]> {
      const run = async () => {
        const session = await load(normalize(this.path));
        return await withImage(image, (bitmap) => session.classify(bitmap, top));
      };
      return follow(run());
    }
  }

  function thumbnail(image: ArrayBuffer | ArrayBufferView, size: number): Promise<Uint8Array> {
    const make = async () => {
      assertThumbnailSize(size);
      return await withImage(image, (bitmap) => toThumbnail(bitmap, size));
    };
    return follow(make());
  }

  async function withImage<T>(
    image: ArrayBuffer | ArrayBufferView,
    use: (bitmap: ImageBitmap) => Promise<T>,
  ): Promise<T> {
    const bytes = toBytes(image);
    assertImageBytes(bytes);
    const bitmap = await openImage(bytes, decodeHeic);
    try {
      return await use(bitmap);
    } finally {
      bitmap.close();
    }
  }

  return { ImageClassifier, thumbnail };
}

async function toThumbnail(image: ImageBitmap, size: number): Promise<Uint8Array> {
  const scale = Math.min(1, size / Math.max(image.width, image.height));
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw imageDamaged();
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, width, height);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 });
  return new Uint8Array(await blob.arrayBuffer());
}

async function fetchBytes(address: string): Promise<Uint8Array> {
  const response = await fetch(address).catch((cause: unknown) => {
    throw notLoaded(cause);
  });
  if (!response.ok) throw notLoaded(new Error(`The host answered ${response.status}.`));
  return new Uint8Array(await response.arrayBuffer());
}

function notLoaded(cause: unknown): AppError {
  return new AppError('INFERENCE_FAILED', 'The model could not be loaded.', {
    hint: 'Look at the connection to the network, and load the page again.',
    cause,
  });
}

function noModel(path: string, others: readonly string[]): AppError {
  return new AppError('MODEL_NOT_FOUND', `There is no model at ${path} in this page.`, {
    hint: [
      'The site holds the models that a notebook loads when it is built, and those that its code names.',
      ...(others.length > 0 ? [`Here: ${others.join(', ')}.`] : []),
    ].join(' '),
  });
}

/** `./models/x.onnx` and `models/x.onnx` are one. */
function normalize(path: string): string {
  return path.replace(/^(?:\.\/+)+/, '');
}
