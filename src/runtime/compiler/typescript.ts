import type TypeScript from '@tslab/typescript-for-tslab';
import { requireFromTslab } from '../tslab-require.js';
import { createCellPrograms } from './cell-program.js';
import type { CodeCache } from './code-cache.js';
import { completionsWithSymbols } from './completion.js';
import { resolveByExports } from './package-exports.js';

/*
 * TypeScript as tslab bundles it, with the few functions replaced that tslab calls. tslab's own files are used as they
 * are: they require the bundle, and find the replacements in it.
 */

export type Ts = typeof TypeScript;
type Transpile = Ts['transpileModule'];
type ProgramHost = TypeScript.WatchCompilerHostOfFilesAndCompilerOptions<TypeScript.BuilderProgram>;

export interface ProgramSetup {
  options: TypeScript.CompilerOptions;
  /** Called with each program that the converter builds. */
  onProgram: (builder: TypeScript.BuilderProgram) => void;
}

export interface Replacements {
  /** Called as a converter is made, with the options that tslab sets. */
  setUp(options: TypeScript.CompilerOptions): ProgramSetup;
  /** False for a diagnostic that tslab is not to see. */
  isReported(diagnostic: TypeScript.Diagnostic): boolean;
  /** Stands for `ts.transpileModule`. */
  toTranspile(original: Transpile): Transpile;
}

type PreEmitDiagnostics = (...args: unknown[]) => readonly TypeScript.Diagnostic[];

/** Loads TypeScript and puts what stands for some of its functions where tslab finds it. */
export function loadTypeScript(
  codeCache: CodeCache,
  { setUp, isReported, toTranspile }: Replacements,
): Ts {
  const file = requireFromTslab.resolve('@tslab/typescript-for-tslab');
  codeCache.load(file, requireFromTslab);
  const original: Ts = requireFromTslab(file);
  const createHost = (
    roots: string[],
    tslabOptions: TypeScript.CompilerOptions,
    sys: TypeScript.System,
    _createProgram: unknown,
    ...rest: unknown[]
  ): ProgramHost => {
    const { options, onProgram } = setUp(tslabOptions);
    const args = [roots, options, sys, createCellPrograms(original), ...rest];
    const host: ProgramHost = Reflect.apply(original.createWatchCompilerHost, original, args);
    Object.assign(host, resolveByExports(original, options, host));
    return watchPrograms(host, onProgram);
  };
  // The bundle's own properties cannot be set, so an object with the same ones takes its place.
  const replaced: Ts = Object.create(Object.prototype, {
    ...Object.getOwnPropertyDescriptors(original),
    createWatchCompilerHost: { enumerable: true, value: createHost },
    ...reported(original, 'getPreEmitDiagnostics', isReported),
    ...reported(original, 'getPreEmitDiagnosticsOfFiles', isReported),
    Completions: { enumerable: true, value: completionsWithSymbols(original.Completions) },
    transpileModule: { enumerable: true, value: toTranspile(original.transpileModule) },
  });
  const cached = requireFromTslab.cache[file];
  if (cached) cached.exports = replaced;
  return replaced;
}

/** tslab loses the file of a diagnostic that explains itself in several steps: here each is one text. */
function reported(
  ts: Ts,
  name: string,
  isReported: Replacements['isReported'],
): PropertyDescriptorMap {
  const original: PreEmitDiagnostics = Reflect.get(ts, name);
  const value: PreEmitDiagnostics = (...args) =>
    original(...args)
      .filter(isReported)
      .map((diagnostic) => ({
        ...diagnostic,
        messageText: ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'),
      }));
  return { [name]: { enumerable: true, value } };
}

/** tslab sets `afterProgramCreate` of the host that it gets; this calls another function before tslab's. */
function watchPrograms(host: ProgramHost, onProgram: ProgramSetup['onProgram']): ProgramHost {
  let ofTslab: ProgramHost['afterProgramCreate'];
  return Object.defineProperty(host, 'afterProgramCreate', {
    get: () => (builder: TypeScript.BuilderProgram) => {
      onProgram(builder);
      ofTslab?.(builder);
    },
    set: (callback: ProgramHost['afterProgramCreate']) => {
      ofTslab = callback;
    },
  });
}
