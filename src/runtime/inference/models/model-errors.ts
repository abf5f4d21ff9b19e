import { dirname } from 'node:path';
import { AppError } from '../../../protocol/errors.js';
import { ThreadEndedError, ThreadStuckError } from '../threads/worker-thread.js';
import type { ModelFiles } from './model-files.js';

/** Why a model could not be loaded, in words. */
export function loadError(cause: unknown, { path, modelPath }: ModelFiles): AppError {
  const ended = threadError(cause, path);
  if (ended) return ended;
  const reason = cause instanceof Error ? cause.message : String(cause);
  if (/External data path|external data location/.test(reason)) {
    return new AppError(
      'OUTSIDE_ROOT',
      `${path} keeps its weights in another file, which is not in the model’s folder.`,
      { hint: 'Put that file beside the model, or export with external_data=False.', cause },
    );
  }
  const own = reason.replaceAll(modelPath, path).replaceAll(dirname(modelPath), '');
  return new AppError('MODEL_INVALID', `${path} is not a model that can be loaded.`, {
    hint: `onnxruntime says: ${own.trim()}`,
    cause,
  });
}

/** Why a model gave no answer for an image, in words. */
export function runError(cause: unknown, path: string): AppError {
  return (
    threadError(cause, path) ??
    new AppError('INFERENCE_FAILED', `${path} failed on this image.`, {
      hint: cause instanceof Error ? `onnxruntime says: ${cause.message.trim()}` : undefined,
      cause,
    })
  );
}

function threadError(cause: unknown, path: string): AppError | undefined {
  if (cause instanceof ThreadStuckError) {
    return new AppError('INFERENCE_FAILED', `${path} did not come to an end.`, {
      hint: 'The model may hold a loop without end.',
      cause,
    });
  }
  if (cause instanceof ThreadEndedError) {
    return new AppError('INFERENCE_FAILED', `${path} stopped working before it answered.`, {
      hint: 'Try again: it is loaded anew.',
      cause,
    });
  }
  return undefined;
}
