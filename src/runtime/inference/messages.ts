import { AppError, ERROR_STATUS, type ErrorCode } from '../../protocol/errors.js';
import {
  type InferenceHello,
  type InferenceRequest,
  type InferenceResponse,
  type InferenceResults,
  MOST_TOGETHER,
} from '../../protocol/inference.js';
import { MAX_IMAGE_BYTES } from './core/image-errors.js';
import type { PacketLimits } from './packets.js';

/** What a connection may send before it has said the secret. */
export const HELLO_LIMITS: PacketLimits = { jsonBytes: 16 * 1024, buffers: 0, bufferBytes: 0 };
export const REQUEST_LIMITS: PacketLimits = {
  jsonBytes: 64 * 1024,
  buffers: 1,
  bufferBytes: MAX_IMAGE_BYTES,
};
export const RESPONSE_LIMITS: PacketLimits = {
  jsonBytes: 16 * 1024 * 1024,
  buffers: 1,
  bufferBytes: MAX_IMAGE_BYTES,
};

/** @throws AppError `MALFORMED_MESSAGE` */
export function parseHello(json: unknown): InferenceHello {
  const { secret, cwd } = asObject(json);
  if (typeof secret === 'string' && typeof cwd === 'string') return { secret, cwd };
  throw malformed('a hello needs a secret and a cwd');
}

/** @throws AppError `MALFORMED_MESSAGE` */
export function parseRequests(json: unknown): InferenceRequest[] {
  if (Array.isArray(json) && json.length > 0 && json.length <= MOST_TOGETHER) {
    return json.map(parseRequest);
  }
  throw malformed(`a list of 1 to ${MOST_TOGETHER} requests was expected`);
}

function parseRequest(json: unknown): InferenceRequest {
  const { id, method, params } = asObject(json);
  if (typeof id !== 'number') throw malformed('a request needs an id');
  const { path, top, size } = asObject(params);
  if (method === 'load' && typeof path === 'string') return { id, method, params: { path } };
  if (method === 'classify' && typeof path === 'string' && typeof top === 'number') {
    return { id, method, params: { path, top } };
  }
  if (method === 'thumbnail' && typeof size === 'number') return { id, method, params: { size } };
  throw malformed(`the request ${JSON.stringify(method)} is not known, or its parameters are not`);
}

/** What the service answered; the result is for `parseResult`, which knows what was asked. */
export type Answer =
  | { id: number; ok: true; result: unknown }
  | Extract<InferenceResponse, { ok: false }>;

/** @throws AppError `MALFORMED_MESSAGE` */
export function parseAnswer(json: unknown): Answer {
  const { id, ok, result, error } = asObject(json);
  if (typeof id !== 'number') throw malformed('an answer needs an id');
  if (ok === true) return { id, ok, result };
  const { code, message, hint } = asObject(error);
  if (!isErrorCode(code) || typeof message !== 'string') {
    throw malformed('an error needs a code and a message');
  }
  return {
    id,
    ok: false,
    error: { code, message, ...(typeof hint === 'string' ? { hint } : undefined) },
  };
}

/** How the result of each method is read. */
export const parseResult: {
  [M in keyof InferenceResults]: (result: unknown) => InferenceResults[M];
} = {
  load(result) {
    const { labels, inputShape, sources } = asObject(result);
    if (
      !isArrayOf(labels, isString) ||
      !isArrayOf(inputShape, isDimension) ||
      !isArrayOf(sources, isString)
    ) {
      throw malformed('load answered no labels, no shape or no sources');
    }
    return { labels, inputShape, sources };
  },
  classify(result) {
    if (isArrayOf(result, isClassification)) return result;
    throw malformed('classify answered no classifications');
  },
  thumbnail(result) {
    const { width, height, mime } = asObject(result);
    if (typeof width === 'number' && typeof height === 'number' && typeof mime === 'string') {
      return { width, height, mime };
    }
    throw malformed('thumbnail answered no size');
  },
};

function isClassification(value: unknown): value is InferenceResults['classify'][number] {
  const { label, index, probability } = asObject(value);
  return typeof label === 'string' && typeof index === 'number' && typeof probability === 'number';
}

function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(ERROR_STATUS, value);
}

function isArrayOf<T>(value: unknown, isItem: (item: unknown) => item is T): value is T[] {
  return Array.isArray(value) && value.every(isItem);
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function isDimension(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function asObject(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw malformed('an object was expected');
}

function malformed(reason: string): AppError {
  return new AppError('MALFORMED_MESSAGE', `A packet was not understood: ${reason}.`);
}
