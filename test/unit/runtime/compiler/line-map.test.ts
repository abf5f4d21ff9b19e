import { expect, test } from 'vitest';
import {
  composeLineMaps,
  shiftLineMap,
  toLineMap,
} from '../../../../src/runtime/compiler/line-map.js';
import {
  splitLineMap,
  transpileWithLineMap,
} from '../../../../src/runtime/compiler/line-map-comment.js';

test('reads the source line of each generated line’s first mapping', () => {
  // Line 1 ← 1, line 2 has none, line 3 ← 3 (two segments), line 4 ← 2.
  expect(toLineMap('AAAA;;AAEA,IACI;AAFJ')).toEqual([1, 0, 3, 2]);
  expect(toLineMap('')).toEqual([0]);
});

test('reads numbers of more than one digit', () => {
  // 16 is the first that takes two: gB.
  expect(toLineMap('AAgBA')).toEqual([17]);
  expect(toLineMap('AAgBA;AAhBA')).toEqual([17, 1]);
});

test('maps in two steps lead from the last text to the first', () => {
  expect(composeLineMaps([2, 0, 3, 9], [5, 6, 7])).toEqual([6, 0, 7, 0]);
});

test('lines above a source are not the author’s', () => {
  expect(shiftLineMap([1, 2, 0, 4], 1)).toEqual([0, 1, 0, 3]);
});

test('text without a map is transpiled as it is, with lines of nothing', () => {
  const transpile = transpileWithLineMap((source) => ({
    outputText: source,
    sourceMapText: '{"mappings":"AAAA"}',
  }));

  const { outputText } = transpile('code', {});

  expect(splitLineMap(outputText)).toEqual({ code: 'code', lineMap: [0] });
});

test('a comment in the author’s own text is not taken for a map', () => {
  const code = 'const text = "//# lineMap=[1]";\nother();';

  expect(splitLineMap(code)).toEqual({ code, lineMap: [] });
});
