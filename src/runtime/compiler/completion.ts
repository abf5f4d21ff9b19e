import type TypeScript from '@tslab/typescript-for-tslab';
import type { Ts } from './typescript.js';

type CompletionEntry = TypeScript.CompletionEntry & { symbol?: TypeScript.Symbol };
type Arguments = Parameters<Ts['Completions']['getCompletionsAtPositionForTslab']>;

/** TypeScript has it, and does not declare it. */
interface Completions {
  getCompletionsAtPosition(
    ...args: [...Arguments, formatContext: undefined, includeSymbol: true]
  ): TypeScript.CompletionInfo | undefined;
}

/** Stands for `ts.Completions`: what it finds brings its symbol along, by which its type is known. */
export function completionsWithSymbols(completions: Ts['Completions']): Ts['Completions'] {
  const original = completions as unknown as Completions;
  return {
    ...completions,
    getCompletionsAtPositionForTslab: (...args) =>
      original.getCompletionsAtPosition(...args, undefined, true),
  };
}

/** Types take time to print: a list is read from its beginning. */
const DESCRIBED = 100;

export interface Description {
  /** In TypeScript's words: `function`, `property`. */
  kind: string;
  /** Of a function its signature, else the type; empty where there is none, and beyond the first 100. */
  signature: string;
}

/** What each of the names is, of those that TypeScript has found. */
export function describeCandidates(
  ts: Ts,
  names: readonly string[],
  found: TypeScript.CompletionInfo | undefined,
  checker: TypeScript.TypeChecker,
  file: TypeScript.SourceFile,
): Description[] {
  const entries = new Map(found?.entries.map((entry: CompletionEntry) => [entry.name, entry]));
  return names.map((name, index) => {
    const { kind = '', symbol } = entries.get(name) ?? {};
    const isDescribed = index < DESCRIBED && symbol !== undefined;
    return { kind, signature: isDescribed ? signatureOf(ts, symbol, checker, file) : '' };
  });
}

function signatureOf(
  ts: Ts,
  symbol: TypeScript.Symbol,
  checker: TypeScript.TypeChecker,
  file: TypeScript.SourceFile,
): string {
  const isAlias = symbol.flags & ts.SymbolFlags.Alias;
  const meant = isAlias ? checker.getAliasedSymbol(symbol) : symbol;
  if (!(meant.flags & ts.SymbolFlags.Value)) return '';
  const type = checker.getTypeOfSymbolAtLocation(meant, file);
  const [signature] = type.getCallSignatures();
  return signature ? checker.signatureToString(signature) : checker.typeToString(type);
}
