import { escapeText } from './markup.js';

type Numbers = ArrayLike<number | bigint> &
  Iterable<number | bigint> & { BYTES_PER_ELEMENT: number };

/** What ONNX Runtime's and other libraries' tensors have in common. */
export interface TensorLike {
  dims: readonly number[];
  data: Numbers;
  type?: string;
}

const PREVIEW = 16;

/** Any typed array but bytes, which may be anything. */
export function isNumberArray(value: unknown): value is Numbers {
  return (
    ArrayBuffer.isView(value) && !(value instanceof DataView) && !(value instanceof Uint8Array)
  );
}

export function isTensor(value: unknown): value is TensorLike {
  if (typeof value !== 'object' || value === null) return false;
  const { dims, data } = value as Partial<TensorLike>;
  return (
    Array.isArray(dims) &&
    dims.every((size) => Number.isInteger(size) && size >= 0) &&
    ArrayBuffer.isView(data) &&
    !(data instanceof DataView) &&
    data.length === dims.reduce((product, size) => product * size, 1)
  );
}

/** Type, shape, range and mean, and the first values. */
export function tensorToHtml({ dims, data, type }: TensorLike): string {
  const kind = type ?? data.constructor.name;
  const values = Array.from({ length: Math.min(PREVIEW, data.length) }, (_, index) =>
    short(data[index]),
  );
  const more = data.length > values.length ? ', …' : '';
  return (
    `<div><strong>${escapeText(kind)}</strong> [${dims.join(' × ')}]` +
    `${summary(data)}</div><pre>${escapeText(values.join(', '))}${more}</pre>`
  );
}

function summary(data: Numbers): string {
  if (data.length === 0) return '';
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let sum = 0;
  let missing = 0;
  for (const value of data) {
    const number = Number(value);
    if (Number.isNaN(number)) missing += 1;
    else {
      min = Math.min(min, number);
      max = Math.max(max, number);
      sum += number;
    }
  }
  const present = data.length - missing;
  const range =
    present > 0 ? ` · min ${short(min)} · max ${short(max)} · mean ${short(sum / present)}` : '';
  return `${range}${missing > 0 ? ` · ${missing} NaN` : ''}`;
}

function short(value: number | bigint | undefined): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(6))) : String(value);
}
