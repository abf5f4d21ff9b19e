import { toBytes } from './bytes.js';

/** @see https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/messages.md */
export const WIDGET_PROTOCOL_VERSION = '2.1.0';
export const WIDGET_TARGET = 'jupyter.widget';
export const WIDGET_CONTROL_TARGET = 'jupyter.widget.control';
export const WIDGET_CONTROL_VERSION = '1.0.0';
export const WIDGET_VIEW_MIME = 'application/vnd.jupyter.widget-view+json';
export const WIDGET_STATE_MIME = 'application/vnd.jupyter.widget-state+json';

export type JsonValue =
  | null
  | boolean
  | number
  | string
  | JsonValue[]
  | { [key: string]: JsonValue };
export type JsonObject = { [key: string]: JsonValue };

/** One model as `request_states` answers it, its binary values apart. */
export interface WidgetModelState {
  model_name: string;
  model_module: string;
  model_module_version: string;
  state: JsonObject;
}

/** A whole page's models by model id, with base64 buffers. @see https://ipywidgets.readthedocs.io/en/stable/embedding.html */
export interface WidgetManagerState {
  version_major: 2;
  version_minor: 0;
  state: Record<
    string,
    WidgetModelState & {
      buffers?: { path: BufferPath; data: string; encoding: 'base64' }[];
    }
  >;
}

export type BufferPath = (string | number)[];

export interface SplitState {
  state: JsonObject;
  buffer_paths: BufferPath[];
  buffers: Uint8Array[];
}

/**
 * Takes the binary values out of a widget's state: keys of objects are removed, items of arrays become null, and
 * `buffer_paths` says where each stood. The state itself is not changed.
 */
export function removeBuffers(state: Record<string, unknown>): SplitState {
  const buffer_paths: BufferPath[] = [];
  const buffers: Uint8Array[] = [];
  const take = (value: unknown, path: BufferPath): unknown => {
    if (isBinary(value)) {
      buffer_paths.push(path);
      buffers.push(toBytes(value));
      return undefined;
    }
    if (Array.isArray(value))
      return value.map((item, index) => take(item, [...path, index]) ?? null);
    if (typeof value === 'object' && value !== null) {
      if ('toJSON' in value && typeof value.toJSON === 'function') return value.toJSON();
      const copy: Record<string, unknown> = {};
      for (const [key, item] of Object.entries(value)) {
        const taken = take(item, [...path, key]);
        if (taken !== undefined) copy[key] = taken;
      }
      return copy;
    }
    return value;
  };
  return { state: take(state, []) as JsonObject, buffer_paths, buffers };
}

/**
 * Puts buffers back where `buffer_paths` says, in place. A path that leads outside the state's own properties
 * (`__proto__`, a missing parent) is left out, and returned so that the caller can log it.
 */
export function putBuffers(
  state: Record<string, unknown>,
  bufferPaths: unknown,
  buffers: readonly (ArrayBuffer | ArrayBufferView)[],
): unknown[] {
  if (!Array.isArray(bufferPaths)) return [];
  return bufferPaths.filter((path: unknown, index) => {
    const buffer = buffers[index];
    return !(buffer && putAt(state, path, toBytes(buffer)));
  });
}

function putAt(state: Record<string, unknown>, path: unknown, bytes: Uint8Array): boolean {
  if (!Array.isArray(path) || path.length === 0) return false;
  let parent: unknown = state;
  for (const key of path.slice(0, -1)) {
    if (!isOwnStep(parent, key)) return false;
    parent = (parent as Record<string | number, unknown>)[key];
  }
  const last: unknown = path[path.length - 1];
  if (typeof parent !== 'object' || parent === null || isBinary(parent)) return false;
  if (Array.isArray(parent)) {
    if (!Number.isInteger(last) || (last as number) < 0 || (last as number) >= parent.length)
      return false;
  } else if (typeof last !== 'string' || last in Object.prototype) {
    return false;
  }
  (parent as Record<string | number, unknown>)[last as string | number] = bytes;
  return true;
}

function isOwnStep(parent: unknown, key: unknown): key is string | number {
  return (
    typeof parent === 'object' &&
    parent !== null &&
    (typeof key === 'string' || typeof key === 'number') &&
    Object.hasOwn(parent, key)
  );
}

function isBinary(value: unknown): value is ArrayBuffer | ArrayBufferView {
  return value instanceof ArrayBuffer || ArrayBuffer.isView(value);
}
