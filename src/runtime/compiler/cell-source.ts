import type TypeScript from '@tslab/typescript-for-tslab';
import type { Ts } from './typescript.js';

/**
 * Blanks the `export` of the cell's declarations, as tslab exports them all; whatever else stands where it stood.
 * `export default` and lists of exports stay.
 */
export function withoutExports(ts: Ts, source: string): string {
  if (!/\bexport\b/.test(source)) return source;
  const file = ts.createSourceFile('cell.ts', source, ts.ScriptTarget.Latest);
  let text = source;
  for (const statement of file.statements) {
    if (!ts.canHaveModifiers(statement)) continue;
    const modifiers = ts.getModifiers(statement) ?? [];
    const exported = modifiers.find(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (!exported || modifiers.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)) continue;
    const blank = ' '.repeat('export'.length);
    text = text.slice(0, exported.end - blank.length) + blank + text.slice(exported.end);
  }
  return text;
}

/** True if the cell awaits outside all functions. tslab does not notice `await (…)`, `await […]` and `for await`. */
export function awaitsAtTop(ts: Ts, file: TypeScript.SourceFile): boolean {
  const search = (node: TypeScript.Node): boolean => {
    if (ts.isFunctionLike(node) || ts.isPropertyDeclaration(node)) return false;
    if (ts.isClassStaticBlockDeclaration(node) || ts.isModuleDeclaration(node)) return false;
    if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier)) {
      return true;
    }
    return ts.forEachChild(node, search) ?? false;
  };
  return file.text.includes('await') && search(file);
}

/** What a cell declares that later cells may use. */
export interface CellNames {
  /** Types too. */
  all: ReadonlySet<string>;
  values: readonly string[];
  /** Variables that may be assigned to. */
  assignable: readonly string[];
}

export function namesOf(ts: Ts, file: TypeScript.SourceFile): CellNames {
  const all = new Set<string>();
  const values: string[] = [];
  const assignable: string[] = [];
  file.locals?.forEach(({ flags, valueDeclaration }, key) => {
    const name = String(key);
    all.add(name);
    if (flags & (ts.SymbolFlags.Value | ts.SymbolFlags.Alias)) values.push(name);
    if (!(flags & ts.SymbolFlags.Variable) || !valueDeclaration) return;
    if (!(ts.getCombinedNodeFlags(valueDeclaration) & ts.NodeFlags.Const)) assignable.push(name);
  });
  return { all, values, assignable };
}
