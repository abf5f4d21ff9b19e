import type { LineMap } from '../../protocol/compiled.js';

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Reads the `mappings` of a source map down to lines: the source line of each generated line's first mapping. */
export function toLineMap(mappings: string): LineMap {
  let sourceLine = 0;
  return mappings.split(';').map((group) => {
    let first = 0;
    for (const segment of group.split(',')) {
      const fields = decodeVlq(segment);
      if (fields.length < 4) continue;
      sourceLine += fields[2] ?? 0;
      first ||= sourceLine + 1;
    }
    return first;
  });
}

/** Where the lines of the second step's output come from in the first step's source. */
export function composeLineMaps(outer: LineMap, inner: LineMap): LineMap {
  return outer.map((line) => (line === 0 ? 0 : (inner[line - 1] ?? 0)));
}

/** The same map for a source that had lines put above it; those lines become 0. */
export function shiftLineMap(map: LineMap, linesAbove: number): LineMap {
  return map.map((line) => Math.max(0, line - linesAbove));
}

/** @see https://tc39.es/ecma426/#sec-base64-vlq */
function decodeVlq(segment: string): number[] {
  const values: number[] = [];
  let value = 0;
  let shift = 0;
  for (const character of segment) {
    const digit = BASE64.indexOf(character);
    value += (digit & 31) << shift;
    if (digit & 32) {
      shift += 5;
    } else {
      values.push(value & 1 ? -(value >>> 1) : value >>> 1);
      value = 0;
      shift = 0;
    }
  }
  return values;
}
