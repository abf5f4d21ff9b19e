import type { ErrorCode } from './errors.js';

/*
 * What a kernel and the inference service say to each other on a socket. A packet is a u32 (little-endian) length of
 * the JSON that follows, a u32 count of buffers, a u32 length for each, the JSON, the buffers. A kernel's first packet is
 * an InferenceHello, each other one a list of InferenceRequests, which share the packet's image if there is one; the
 * service answers each of them with an InferenceResponse.
 */

export interface InferenceHello {
  secret: string;
  /** Absolute path that relative model paths start from; it must lie in the service's root. */
  cwd: string;
}

/** @see ImageClassifier and thumbnail in runtime/inference/onnx.ts for what these do and when they fail */
export type InferenceCall =
  | { method: 'load'; params: { path: string } }
  /** With an encoded image. The model's path again, no handle: the call means the same after the service was restarted. */
  | { method: 'classify'; params: { path: string; top: number } }
  /** With an encoded image. `size` in pixels of the longer side. */
  | { method: 'thumbnail'; params: { size: number } };

export interface InferenceResults {
  /** A dimension that has a name instead of a size is free. `sources` are the absolute paths of the model's files. */
  load: { labels: string[]; inputShape: (number | string)[]; sources: string[] };
  /** Best first. */
  classify: { label: string; index: number; probability: number }[];
  /** The image itself is the packet's one buffer. */
  thumbnail: { width: number; height: number; mime: string };
}

/** Requests of one packet: what more of them would save is little, and each costs the service memory before it is admitted. */
export const MOST_TOGETHER = 8;

/** The JSON file beside a model, which says how an image becomes its input. */
export function toSidecarName(modelPath: string): string {
  return modelPath.replace(/\.onnx$/i, '.json');
}

export type InferenceRequest = InferenceCall & { id: number };

export type InferenceResponse =
  | { id: number; ok: true; result: InferenceResults[keyof InferenceResults] }
  | { id: number; ok: false; error: { code: ErrorCode; message: string; hint?: string } };
