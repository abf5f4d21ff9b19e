/** A string in TypeScript source. */
export interface StringLiteral {
  /** As it stands between the quotes; escapes are not resolved. */
  text: string;
  /** The source before it, without comments, up to 60 characters: tells what the string is for. */
  before: string;
}

const TOKEN =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"((?:\\.|[^"\\\n])*)"|'((?:\\.|[^'\\\n])*)'|`((?:\\.|[^`\\])*)`/g;

/**
 * Finds the strings of a source, without those in comments and without templates that have holes. It knows no regular
 * expressions, so a quote in one hides what follows in its line: enough for advice, not for a compiler.
 */
export function findStringLiterals(source: string): StringLiteral[] {
  const found: StringLiteral[] = [];
  let before = '';
  let position = 0;
  for (const match of source.matchAll(TOKEN)) {
    before += source.slice(position, match.index);
    position = match.index + match[0].length;
    const text = match[1] ?? match[2] ?? match[3];
    if (text === undefined) continue;
    if (match[3] === undefined || !text.includes('${')) {
      found.push({ text, before: before.slice(-60) });
    }
    before += match[0];
  }
  return found;
}

/** True for the `"x"` of `from "x"`, `import "x"`, `import("x")` and `require("x")`. */
export function isImport({ before }: StringLiteral): boolean {
  return /(?:\bfrom|\bimport|\b(?:import|require)\s*\()\s*$/.test(before);
}
