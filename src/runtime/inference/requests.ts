import { AppError } from '../../protocol/errors.js';
import type { InferenceRequest, InferenceResults } from '../../protocol/inference.js';
import type { Admission } from './admission.js';
import { assertTop } from './core/scores.js';
import { makeThumbnail } from './images/thumbnail.js';
import type { ModelStore } from './models/model-store.js';
import type { Limiter } from './threads/limiter.js';

export interface RequestEnvironment {
  root: string;
  models: ModelStore;
  /** Bounds how many images are decoded at once. */
  decoding: Limiter;
  admission: Admission;
}

interface RequestOutcome {
  result: InferenceResults[keyof InferenceResults];
  buffers: Uint8Array[];
}

export type RequestHandler = (
  request: InferenceRequest,
  context: { cwd: string; image: Uint8Array | undefined },
) => Promise<RequestOutcome>;

/** What the service does for each method. Its errors are AppErrors that may be shown to a visitor. */
export function createRequestHandler(environment: RequestEnvironment): RequestHandler {
  const { root, models, decoding, admission } = environment;
  return async (request, { cwd, image }) => {
    if (request.method === 'load') {
      const { path } = request.params;
      return models.use(path, { cwd, root }, async ({ labels, inputShape, sources }) => ({
        result: { labels: [...labels], inputShape: [...inputShape], sources: [...sources] },
        buffers: [],
      }));
    }
    if (!image) throw new AppError('MALFORMED_MESSAGE', 'The request came without an image.');
    return admission.admit(image.byteLength, async () => {
      if (request.method === 'classify') {
        const { path, top } = request.params;
        assertTop(top);
        const result = await models.use(path, { cwd, root }, (model) => model.classify(image, top));
        return { result, buffers: [] };
      }
      const { bytes, ...result } = await decoding.run(() =>
        makeThumbnail(image, request.params.size),
      );
      return { result, buffers: [bytes] };
    });
  };
}
