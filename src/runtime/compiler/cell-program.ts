import type TypeScript from '@tslab/typescript-for-tslab';
import type { Ts } from './typescript.js';

type CreateProgram = TypeScript.CreateProgram<TypeScript.BuilderProgram>;
type SourceFile = TypeScript.SourceFile & { imports?: readonly TypeScript.StringLiteralLike[] };

/** TypeScript has these, and does not declare them. */
interface Internals {
  bindSourceFile(file: TypeScript.SourceFile, options: TypeScript.CompilerOptions): void;
  getResolvedModule(
    file: TypeScript.SourceFile,
    name: string,
    mode: undefined,
  ): TypeScript.ResolvedModuleFull | undefined;
}

/**
 * Creates the programs that tslab's converter works with: without the record of what affects what that TypeScript's own
 * builders make of all files each time, for which tslab, which asks for single files, has no use.
 */
export function createCellPrograms(ts: Ts): CreateProgram {
  const { bindSourceFile, getResolvedModule } = ts as unknown as Internals;

  const importsOf = (program: TypeScript.Program, file: SourceFile) =>
    (file.imports ?? []).flatMap(({ text }) => {
      const found = getResolvedModule(file, text, undefined);
      return (found && program.getSourceFile(found.resolvedFileName)) ?? [];
    });

  const dependenciesOf = (program: TypeScript.Program, file: TypeScript.SourceFile): string[] => {
    const found = new Set([file]);
    // What is added meanwhile is visited too.
    for (const one of found) for (const imported of importsOf(program, one)) found.add(imported);
    return [...found].map(({ fileName }) => fileName);
  };

  return (roots, options, host, oldProgram, ...rest) => {
    const builder = ts.createAbstractBuilder(roots, options, host, oldProgram, ...rest);
    const program = builder.getProgram();
    // tslab reads what they declare before anything is checked.
    for (const name of program.getRootFileNames()) {
      const file = program.getSourceFile(name);
      if (file) bindSourceFile(file, program.getCompilerOptions());
    }
    return Object.assign(builder, {
      getAllDependencies: (file: TypeScript.SourceFile) => dependenciesOf(program, file),
    });
  };
}
