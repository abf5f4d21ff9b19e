import { isBuiltin } from 'node:module';
import type TypeScript from '@tslab/typescript-for-tslab';
import type { Ts } from './typescript.js';

type Host = TypeScript.ModuleResolutionHost;
type Resolved = TypeScript.ResolvedModuleWithFailedLookupLocations;
type ModuleResolver = Pick<
  TypeScript.ProgramHost<TypeScript.BuilderProgram>,
  'resolveModuleNameLiterals' | 'hasInvalidatedResolutions'
>;

/** Of a package's `exports`, what Node takes when a cell requires it. */
const CONDITIONS = ['node', 'require'];

/**
 * Finds modules as tslab does and, where that finds no types in a package, by the package's `exports`, which tslab's way
 * of resolving does not know: subpaths, and packages that have no other entry point.
 * @see https://nodejs.org/docs/latest-v20.x/api/packages.html#exports
 */
export function resolveByExports(
  ts: Ts,
  options: TypeScript.CompilerOptions,
  host: Host,
): ModuleResolver {
  const byExports: TypeScript.CompilerOptions = {
    ...options,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    customConditions: CONDITIONS,
  };
  const createCache = (given: TypeScript.CompilerOptions) =>
    ts.createModuleResolutionCache(host.getCurrentDirectory?.() ?? '', (name) => name, given);
  // Local files may come and go while packages may not: with those changed a new converter is made.
  const inPackages = [createCache(options), createCache(byExports)] as const;

  const resolve = (name: string, file: string): Resolved => {
    // Node has it, whatever lies in a folder of that name; and its types declare it.
    if (isBuiltin(name)) return { resolvedModule: undefined };
    const isLocal = ts.isExternalModuleNameRelative(name);
    const caches = isLocal ? [] : inPackages;
    const found = ts.resolveModuleName(name, file, options, host, caches[0]);
    if (isLocal || hasTypes(found)) return found;
    const exported = ts.resolveModuleName(name, file, byExports, host, caches[1]);
    return hasTypes(exported) ? exported : found;
  };
  return {
    resolveModuleNameLiterals: (literals, file) => literals.map(({ text }) => resolve(text, file)),
    hasInvalidatedResolutions: (file) => !file.includes('/node_modules/'),
  };
}

function hasTypes({ resolvedModule }: Resolved): boolean {
  return resolvedModule !== undefined && /\.[cm]?tsx?$/.test(resolvedModule.resolvedFileName);
}
