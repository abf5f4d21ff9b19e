import { readFileSync } from 'node:fs';
import { inCache } from './cache.mjs';

// Decoders and resamplers differ a little between Pillow and libvips.
const TOLERANCE = 0.03;

let labels;
const expected = () => {
  labels ??= JSON.parse(readFileSync(inCache('labels.json'), 'utf8'));
  return labels;
};

/** The path of the photo with this number; numbers past the last begin anew. */
export function photo(number) {
  const names = Object.keys(expected());
  return inCache('photos', names[number % names.length]);
}

/** Whether an answer names the photo's class, with about its probability. */
export function isRight(answer, number) {
  const right = parseLabel(Object.values(expected())[number % Object.keys(expected()).length]);
  const given = parseLabel(answer?.text);
  return (
    given !== undefined &&
    given.index === right.index &&
    Math.abs(given.probability - right.probability) <= TOLERANCE
  );
}

function parseLabel(text) {
  const match = /class (\d+) p=(\d\.\d+)/.exec(text ?? '');
  return match ? { index: Number(match[1]), probability: Number(match[2]) } : undefined;
}
