import { AppError } from '../../../protocol/errors.js';
import { isNumberIn, JsonFields } from './json-fields.js';

/**
 * The JSON file beside a model: how an image becomes the model's input, and what its output means. All of it may be
 * left out but the size and the labels; what is not given is as most PyTorch models have it.
 *
 * A channel of a pixel, 0 to 255, becomes `(channel * scale - mean) / std`.
 *
 * @public the file's own form, for whoever writes one
 */
export interface ModelSidecar {
  /** For whoever reads the file; not used. */
  description?: string;
  input: {
    /** In pixels. */
    width: number;
    height: number;
    /**
     * `crop` (default): resized until it covers the size, then its centre is cut out; `stretch`: its proportions are given
     * up; `pad`: resized until it fits in the size, with black around it.
     */
    fit?: Fit;
    /**
     * With `crop` and `stretch`: how much of the resized image's sides the input is. 0.875 for `Resize(256), CenterCrop(224)`.
     * Default 1.
     */
    cropFraction?: number;
    /** How the image is resized. Default `bilinear`. */
    interpolation?: Interpolation;
    /** Order of the dimensions. Default `NCHW`. */
    layout?: Layout;
    /** Order of the colours. Default `RGB`. */
    channels?: Channels;
    /** Default `float32`. With `uint8` the model gets the pixels as they are: no scale, mean or std. */
    dtype?: DType;
    /** Default 1/255. */
    scale?: number;
    /** One number, or one for each channel in the order of `channels`. Default 0. */
    mean?: number | number[];
    /** As `mean`. Default 1. */
    std?: number | number[];
  };
  output?: {
    /** The name of the output that holds the scores. Default: the model's first. */
    name?: string;
    /** What turns scores into probabilities. Default `softmax`; `none` if the model ends in one. */
    activation?: Activation;
  };
  /** The classes' names in the order of the scores, or the name of a file beside this one: a JSON array, or one name a line. */
  labels: string[] | string;
}

const FITS = ['crop', 'stretch', 'pad'] as const;
const INTERPOLATIONS = ['nearest', 'bilinear', 'bicubic', 'lanczos'] as const;
const LAYOUTS = ['NCHW', 'NHWC'] as const;
const CHANNELS = ['RGB', 'BGR'] as const;
const DTYPES = ['float32', 'uint8'] as const;
const ACTIVATIONS = ['softmax', 'sigmoid', 'none'] as const;

type Fit = (typeof FITS)[number];
export type Interpolation = (typeof INTERPOLATIONS)[number];
type Layout = (typeof LAYOUTS)[number];
type Channels = (typeof CHANNELS)[number];
type DType = (typeof DTYPES)[number];
export type Activation = (typeof ACTIVATIONS)[number];

type PerChannel = readonly [number, number, number];

/** {@link ModelSidecar.input} with nothing left open. */
export interface InputSpec {
  width: number;
  height: number;
  fit: Fit;
  cropFraction: number;
  interpolation: Interpolation;
  layout: Layout;
  channels: Channels;
  dtype: DType;
  scale: number;
  mean: PerChannel;
  std: PerChannel;
}

export interface OutputSpec {
  name: string | undefined;
  activation: Activation;
}

/** {@link ModelSidecar} with nothing left open, but for the labels' file, which is not read yet. */
export interface ModelSpec {
  input: InputSpec;
  output: OutputSpec;
  labels: readonly string[] | string;
}

/** The sides of a model's input, in pixels. */
const SIDE = { from: 1, to: 4096, integer: true };

/**
 * Reads the text of a model's JSON file.
 * @param name how messages call the file
 * @throws AppError `MODEL_INVALID`, naming the field at fault
 */
export function parseSidecar(text: string, name: string): ModelSpec {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new AppError('MODEL_INVALID', `${name} is not JSON.`, {
      hint: `${cause instanceof Error ? cause.message : cause}.`,
      cause,
    });
  }
  const fields = new JsonFields(json, name);
  fields.allow('$schema', 'description', 'input', 'output', 'labels');
  fields.text('description');
  return {
    input: parseInput(fields.object('input')),
    output: parseOutput(fields.object('output', {})),
    labels: parseLabels(fields),
  };
}

function parseInput(fields: JsonFields): InputSpec {
  const geometry = ['width', 'height', 'fit', 'cropFraction', 'interpolation'];
  fields.allow(...geometry, 'layout', 'channels', 'dtype', 'scale', 'mean', 'std');
  const dtype = fields.oneOf('dtype', DTYPES, 'float32');
  if (dtype === 'uint8') {
    fields.forbid(['scale', 'mean', 'std'], 'with "dtype": "uint8" the pixels stay as they are');
  }
  const fit = fields.oneOf('fit', FITS, 'crop');
  if (fit === 'pad') fields.forbid(['cropFraction'], 'with "fit": "pad" nothing is cropped');
  return {
    width: fields.number('width', SIDE),
    height: fields.number('height', SIDE),
    fit,
    cropFraction: fields.number('cropFraction', { from: 0.1, to: 1 }, 1),
    interpolation: fields.oneOf('interpolation', INTERPOLATIONS, 'bilinear'),
    layout: fields.oneOf('layout', LAYOUTS, 'NCHW'),
    channels: fields.oneOf('channels', CHANNELS, 'RGB'),
    dtype,
    scale: fields.number('scale', {}, 1 / 255),
    mean: parsePerChannel(fields, 'mean', 0),
    std: parsePerChannel(fields, 'std', 1),
  };
}

function parsePerChannel(fields: JsonFields, name: string, fallback: number): PerChannel {
  const value = fields.get(name) ?? fallback;
  const channels = Array.isArray(value) ? value : [value, value, value];
  const [first, second, third] = channels;
  if (channels.length !== 3 || !isNumberIn(first) || !isNumberIn(second) || !isNumberIn(third)) {
    throw fields.wrong(name, 'a number, or three of them');
  }
  if (name === 'std' && channels.includes(0)) throw fields.wrong(name, 'other than 0');
  return [first, second, third];
}

function parseOutput(fields: JsonFields): OutputSpec {
  fields.allow('name', 'activation');
  return {
    name: fields.text('name'),
    activation: fields.oneOf('activation', ACTIVATIONS, 'softmax'),
  };
}

function parseLabels(fields: JsonFields): readonly string[] | string {
  const labels = fields.get('labels');
  if (typeof labels === 'string' && labels !== '') return labels;
  if (isLabels(labels)) return labels;
  throw fields.wrong('labels', 'an array of names, or the name of a file that holds them');
}

/**
 * Reads the text of a labels' file: a JSON array of names, or one name a line.
 * @throws AppError `MODEL_INVALID`
 */
export function parseLabelsFile(text: string, name: string): readonly string[] {
  let labels: unknown;
  if (name.endsWith('.json')) {
    try {
      labels = JSON.parse(text);
    } catch {
      // Answered below, as for JSON that is something else.
    }
  } else {
    labels = text.trimEnd().split(/\r?\n/);
  }
  if (isLabels(labels)) return labels;
  throw new AppError('MODEL_INVALID', `${name} holds no labels.`, {
    hint: 'It must be a JSON array of names (.json), or a text with one name a line, in the order of the classes.',
  });
}

function isLabels(value: unknown): value is string[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((label) => typeof label === 'string' && label !== '')
  );
}
