import type { LineMap } from '../../protocol/compiled.js';
import { composeLineMaps, toLineMap } from './line-map.js';
import type { Replacements } from './typescript.js';

/*
 * tslab compiles in two steps and hands on text alone, so the way back to the source's lines travels in a comment at its
 * end: TypeScript's inline source map after the first step, a line map of ours after the second.
 */

const INLINE_MAP =
  /\n?\/\/# sourceMappingURL=data:application\/json;(?:charset=utf-8;)?base64,([A-Za-z0-9+/=]+)\s*$/;
const MAP_REFERENCE = /\n?\/\/# sourceMappingURL=\S+\s*$/;
const LINE_MAP = /\n\/\/# lineMap=(\[[\d,]*\])$/;

/** Stands for `ts.transpileModule`, tslab's second step: composes the maps of both. */
export const transpileWithLineMap: Replacements['toTranspile'] =
  (original) => (javascript, options) => {
    const { code, mappings } = splitInlineMap(javascript);
    const compilerOptions = { ...options.compilerOptions, sourceMap: true };
    const output = original(code, { ...options, compilerOptions });
    const outer = toLineMap(readMappings(output.sourceMapText));
    const lineMap = composeLineMaps(outer, toLineMap(mappings));
    const outputText = output.outputText.replace(MAP_REFERENCE, '');
    return { ...output, outputText: `${outputText}\n//# lineMap=${JSON.stringify(lineMap)}` };
  };

/** Takes the comment off what the second step made. */
export function splitLineMap(output: string): { code: string; lineMap: LineMap } {
  const match = LINE_MAP.exec(output);
  if (!match?.[1]) return { code: output, lineMap: [] };
  const lineMap: number[] = JSON.parse(match[1]);
  return { code: output.slice(0, match.index), lineMap };
}

function splitInlineMap(javascript: string): { code: string; mappings: string } {
  const match = INLINE_MAP.exec(javascript);
  if (!match?.[1]) return { code: javascript, mappings: '' };
  const map = Buffer.from(match[1], 'base64').toString('utf8');
  return { code: javascript.slice(0, match.index), mappings: readMappings(map) };
}

function readMappings(sourceMap: string | undefined): string {
  const map: unknown = sourceMap === undefined ? undefined : JSON.parse(sourceMap);
  const mappings: unknown =
    typeof map === 'object' && map !== null ? Reflect.get(map, 'mappings') : undefined;
  return typeof mappings === 'string' ? mappings : '';
}
