import { AppError } from '../../../protocol/errors.js';

/** What Node has and a browser has not, as an error says it that misses it: V8's words, Firefox' and Safari's. */
const MISSING = /^(?:(\w+) is not defined|Can't find variable: (\w+))$/;

const NODE_GLOBALS: ReadonlySet<string> = new Set([
  'process',
  'Buffer',
  'global',
  'setImmediate',
  'clearImmediate',
  '__dirname',
  '__filename',
  'require',
  'module',
]);

/** Says in words that code needs Node; undefined for any other error. */
export function explainMissing(error: unknown): AppError | undefined {
  if (!(error instanceof ReferenceError)) return undefined;
  const [, inV8, inSafari] = MISSING.exec(error.message) ?? [];
  const name = inV8 ?? inSafari;
  if (name === undefined || !NODE_GLOBALS.has(name)) return undefined;
  return new AppError(
    'NOT_IN_BROWSER',
    `This needs “${name}”, which Node has and a browser has not: it runs only where a server runs the notebook.`,
  );
}
