import type { Ts } from './typescript.js';

/**
 * What JavaScript cells `require` is declared by an import that tslab forgets two cells later; a constant it keeps.
 */
export function keepRequired(declarations: string): string {
  return declarations.replace(
    /^import (\w+) = require\((".*?")\);$/gm,
    'declare const $1: typeof import($2);',
  );
}

/**
 * Adds the namespaces of earlier cells, which tslab forgets with the next cell, to what later cells know.
 * @param before what the cell knew
 * @param names what the cell itself declares
 */
export function keepNamespaces(
  ts: Ts,
  declarations: string,
  before: string,
  names: ReadonlySet<string>,
): string {
  if (!/\bnamespace\b/.test(before)) return declarations;
  const file = ts.createSourceFile('before.d.ts', before, ts.ScriptTarget.Latest);
  const kept = file.statements.filter(
    (statement) =>
      ts.isModuleDeclaration(statement) &&
      ts.isIdentifier(statement.name) &&
      !names.has(statement.name.text),
  );
  return declarations + kept.map((statement) => `${statement.getFullText(file).trim()}\n`).join('');
}
