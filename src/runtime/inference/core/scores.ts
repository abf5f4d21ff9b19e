import { AppError } from '../../../protocol/errors.js';
import type { Activation } from './sidecar.js';

/** Rounding in quantised models may leave the range by as much. */
const TOLERANCE = 0.01;

export interface Ranked {
  label: string;
  index: number;
  probability: number;
}

/** @throws AppError `BAD_REQUEST` */
export function assertTop(top: number): void {
  if (Number.isInteger(top) && top >= 1) return;
  throw new AppError('BAD_REQUEST', `The best ${top} classes cannot be given.`, {
    hint: '"top" must be a whole number from 1.',
  });
}

/** Turns a model's scores for one image into probabilities. */
export function toProbabilities(scores: Float32Array, activation: Activation): Float32Array {
  switch (activation) {
    case 'none':
      return scores;
    case 'sigmoid':
      return scores.map((score) => 1 / (1 + Math.exp(-score)));
    case 'softmax': {
      // Less the highest score, so that exp() stays finite.
      const highest = scores.reduce((high, score) => Math.max(high, score), -Infinity);
      const weights = scores.map((score) => Math.exp(score - highest));
      const sum = weights.reduce((total, weight) => total + weight, 0);
      return weights.map((weight) => weight / sum);
    }
  }
}

/**
 * @param path how messages call the model
 * @throws AppError `MODEL_INVALID` for numbers that no probability can be
 */
export function assertProbabilities(probabilities: Float32Array, path: string): void {
  const wrong = probabilities.find((value) => !(value >= -TOLERANCE && value <= 1 + TOLERANCE));
  if (wrong === undefined) return;
  throw new AppError('MODEL_INVALID', `${path} answers ${wrong} where a probability should be.`, {
    hint: Number.isNaN(wrong)
      ? 'Its weights, or "scale", "mean" and "std" in its JSON file, are broken.'
      : 'If the model ends without softmax, write "activation": "softmax" under "output" in its JSON file.',
  });
}

/** The most probable classes, best first. */
export function rank(
  probabilities: Float32Array,
  labels: readonly string[],
  top: number,
): Ranked[] {
  return Array.from(probabilities, (probability, index) => ({
    label: labels[index] ?? `class ${index}`,
    index,
    probability,
  }))
    .sort((one, other) => other.probability - one.probability)
    .slice(0, top);
}
