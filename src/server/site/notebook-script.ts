import { relative, sep } from 'node:path';
import type { BrowserModels } from '../../protocol/browser-kernel.js';
import { toVisibleText } from '../../protocol/visible-outputs.js';
import type { ExecutedVersion } from '../publication.js';
import { shortHash } from './short-hash.js';

/** What a notebook imports beside its own files, made ready for a browser. */
export interface BrowserParts {
  /** Text of JSON files, by their paths from the notebook's folder. */
  json: ReadonlyMap<string, string>;
  /** An expression of JavaScript: an object of functions, by the packages' names. */
  packages: string;
  models: BrowserModels | undefined;
}

/**
 * The script that holds a notebook for its kernel in the browser, as protocol/browser-kernel.ts describes it. Code stands in
 * it as code, not as text that the kernel would have to evaluate: no policy of a host's keeps it from running.
 */
export function writeNotebookScript(
  { notebook, recipe, outputs, isAhead }: ExecutedVersion,
  { json, packages, models }: BrowserParts,
): string {
  const { compiled, cwd } = recipe;
  // As many as are executed, so that they are counted alike.
  const cells = notebook.cells.filter(({ kind, source }) => kind === 'code' && source.trim());
  const cellTexts = cells.map(({ id }, index) => {
    const cell = compiled.cells.find((candidate) => candidate.id === id);
    const { code = '', hasTopLevelAwait = false, lastExpressionVar } = cell ?? {};
    const shown = isAhead ? shortHash(toVisibleText(outputs.get(id) ?? [])) : undefined;
    const facts = JSON.stringify({ id, hasTopLevelAwait, lastExpressionVar, shown }).slice(1, -1);
    if (code === '') return `{${facts}}`;
    // The function has a name that a traceback shows.
    const name = JSON.stringify(`In[${index + 1}]`);
    const head = `${hasTopLevelAwait ? 'async ' : ''}function(exports,require)`;
    return `{${facts},run:{${name}:${head}{${code}\n}}[${name}]}`;
  });
  const modules = [
    ...Object.entries(compiled.modules).map(
      ([file, { code }]) => [relative(cwd, file).split(sep).join('/'), code] as const,
    ),
    ...[...json].map(
      // Not as an object of JavaScript, in which `__proto__` means something else.
      ([name, text]) => [name, `module.exports=JSON.parse(${JSON.stringify(text)})`] as const,
    ),
  ];
  const moduleTexts = modules.map(
    ([name, code]) =>
      `${JSON.stringify(name)}:function(exports,require,module,__filename,__dirname){${code}\n}`,
  );
  return `self.eccolaNotebook={language:${JSON.stringify(recipe.language)},commIdSeed:${JSON.stringify(recipe.commIdSeed)},ahead:${isAhead},cells:[
${cellTexts.join(',\n')}
],modules:{
${moduleTexts.join(',\n')}
},packages:${packages},models:${JSON.stringify(models)}};
`;
}
