import path from 'node:path';
import type TypeScript from '@tslab/typescript-for-tslab';
import type { ConvertResult } from 'tslab/dist/converter.js';
import type { CellDiagnostic, CompiledCell, CompiledModule } from '../../protocol/compiled.js';
import type { NotebookLanguage } from '../../protocol/nbformat.js';
import { linkVariables } from './cell-links.js';
import { awaitsAtTop, namesOf, withoutExports } from './cell-source.js';
import { type Description, describeCandidates } from './completion.js';
import { keepNamespaces, keepRequired } from './declarations.js';
import { cellDiagnostic, toCellDiagnostic } from './diagnostics.js';
import { hashOf } from './hash.js';
import { inspectPlace } from './inspection.js';
import { shiftLineMap } from './line-map.js';
import { splitLineMap } from './line-map-comment.js';
import type { CreatedConverter, Toolchain } from './toolchain.js';
import { toSlashes } from './virtual-folders.js';

/** tslab puts it above what it compiles from memory: one line. */
const PREFIX = 'export {};\n';
const PREFIX_LINES = 1;
const CANNOT_FIND_MODULE = 2307;

export interface ConvertedCell {
  cell: CompiledCell;
  /** What the following cells know of this one and those before it; undefined when it does not compile. */
  declarations: string | undefined;
  /** Absolute paths of the local files that the cell depends on, types included. */
  dependencies: string[];
  /** It defines a module that later cells import, and has nothing to run. */
  isModule: boolean;
}

export interface CellCompletion {
  matches: string[];
  /** What each match is. */
  described: Description[];
  /** UTF-16 offsets of what a match takes the place of. */
  start: number;
  end: number;
}

/** tslab's converter for one folder and language, with what it says in eccola's words. */
export class CellConverter {
  readonly #toolchain: Toolchain;
  readonly #cwd: string;
  readonly #created: CreatedConverter;
  readonly #modules = new Map<string, CompiledModule>();
  readonly #virtual = new Set<string>();
  readonly #moduleCells: string[] = [];
  #missesFile = false;

  constructor(toolchain: Toolchain, cwd: string, language: NotebookLanguage) {
    this.#toolchain = toolchain;
    this.#cwd = toSlashes(cwd);
    this.#created = toolchain.createConverter(this.#cwd, language);
  }

  /**
   * False when another converter is needed: an import was not found, and this one would not notice that the file is
   * there now, or other cells have defined modules in it.
   * @param moduleCells sources of the cells that have defined modules, in their order
   */
  canServe(moduleCells: readonly string[]): boolean {
    return (
      !this.#missesFile && this.#moduleCells.every((source, index) => source === moduleCells[index])
    );
  }

  /** The compiled local files, by absolute path. */
  get modules(): ReadonlyMap<string, CompiledModule> {
    return this.#modules;
  }

  /** Makes known the modules that cells have defined. */
  addModuleCells(moduleCells: readonly string[]): void {
    for (const source of moduleCells.slice(this.#moduleCells.length)) this.convert('', source);
  }

  /**
   * @param declarations of the cells before
   * @param keepGoing later cells may use what this one declares even if it has errors
   */
  convert(declarations: string, source: string, keepGoing = false): ConvertedCell {
    const { module, mode } = this.#toolchain.getCodeMetadata(source);
    if (module !== undefined) return this.#addModule(module, source);
    if (mode === 'browser' || source.trim() === '') {
      return toConverted(emptyCell(source, []), declarations);
    }
    this.#toolchain.checkFiles();
    const result = this.#convert(declarations, source);
    if ('failure' in result) return toConverted(emptyCell(source, [result.failure]), undefined);
    const diagnostics = result.diagnostics.map(toCellDiagnostic);
    if (diagnostics.length > 0) {
      this.#missesFile ||= diagnostics.some(({ code }) => code === CANNOT_FIND_MODULE);
      const despite = keepGoing ? this.#declare(declarations, source) : undefined;
      return toConverted(emptyCell(source, diagnostics), despite);
    }
    return this.#toCell(source, result, declarations);
  }

  complete(declarations: string, source: string, position: number): CellCompletion {
    const { ts } = this.#toolchain;
    this.#toolchain.checkFiles();
    const text = withoutExports(ts, source);
    const { candidates, start, end, original } = this.#created.converter.complete(
      declarations,
      text,
      position,
    );
    const checker = this.#created.program().getProgram().getTypeChecker();
    const described = describeCandidates(ts, candidates, original, checker, this.#cellFile());
    return { matches: candidates, described, start, end };
  }

  /** The type and the documentation of what stands at the position. */
  inspect(
    declarations: string,
    source: string,
    position: number,
  ): { text: string; markdown: string } | undefined {
    const { ts, docComments, printQuickInfo } = this.#toolchain;
    this.#toolchain.checkFiles();
    // tslab's own has the program made; where it looks, above the cell, there is nothing.
    this.#created.converter.inspect(declarations, withoutExports(ts, source), -PREFIX.length);
    const info = inspectPlace({
      ts,
      docComments,
      program: this.#created.program().getProgram(),
      file: this.#cellFile(),
      position: PREFIX.length + position,
    });
    if (!info) return undefined;
    const { displayParts = [], documentation = [] } = info;
    const [type, prose] = [displayParts, documentation].map((parts) =>
      parts.map(({ text }) => text).join(''),
    );
    return {
      text: printQuickInfo(info),
      markdown: `\`\`\`typescript\n${type}\n\`\`\`\n\n${prose}`.trim(),
    };
  }

  close(): void {
    this.#created.converter.close();
  }

  #convert(declarations: string, source: string): ConvertResult | { failure: CellDiagnostic } {
    try {
      const text = withoutExports(this.#toolchain.ts, source);
      return this.#created.converter.convert(declarations, text);
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      return { failure: cellDiagnostic(`The compiler failed: ${said}`) };
    }
  }

  /** What a cell with errors declares. */
  #declare(declarations: string, source: string): string | undefined {
    const result = this.#toolchain.ignoreErrors(() => this.#convert(declarations, source));
    return 'failure' in result
      ? undefined
      : this.#toCell(source, result, declarations).declarations;
  }

  #toCell(source: string, result: ConvertResult, before: string): ConvertedCell {
    const { ts } = this.#toolchain;
    const dependencies = this.#dependencies();
    for (const { path: file, data } of result.sideOutputs ?? []) {
      this.#modules.set(file, this.#toModule(file, data, dependencies));
    }
    const file = this.#cellFile();
    const names = namesOf(ts, file);
    const { code, lineMap } = splitLineMap(result.output ?? '');
    const cell: CompiledCell = {
      sourceHash: hashOf(source),
      code: linkVariables(code, names),
      lineMap: shiftLineMap(lineMap, PREFIX_LINES),
      hasTopLevelAwait: (result.hasToplevelAwait ?? false) || awaitsAtTop(ts, file),
      lastExpressionVar: result.lastExpressionVar,
      modules: dependencies.map(toEmittedPath).filter((name) => this.#modules.has(name)),
      diagnostics: [],
    };
    const declarations = keepRequired(result.declOutput ?? '');
    return {
      cell,
      declarations: keepNamespaces(ts, declarations, before, names.all),
      dependencies: dependencies.filter((name) => !this.#virtual.has(name)),
      isModule: false,
    };
  }

  #toModule(file: string, data: string, dependencies: readonly string[]): CompiledModule {
    const original = dependencies.find((name) => toEmittedPath(name) === file) ?? file;
    const { code, lineMap } = splitLineMap(data);
    return {
      source: path.posix.relative(this.#cwd, original),
      code,
      lineMap: this.#virtual.has(original) ? shiftLineMap(lineMap, PREFIX_LINES) : lineMap,
    };
  }

  #addModule(name: string, source: string): ConvertedCell {
    const { converter } = this.#created;
    this.#virtual.add(`${this.#cwd}/${name}.ts`).add(`${this.#cwd}/${name}.js`);
    const metadata = this.#toolchain.getCodeMetadata(source);
    const diagnostics = converter.addModule(name, source, metadata).map(toCellDiagnostic);
    this.#moduleCells.push(source);
    return { ...toConverted(emptyCell(source, diagnostics), undefined), isModule: true };
  }

  /** The local files that the last converted cell depends on. */
  #dependencies(): string[] {
    return this.#created
      .program()
      .getAllDependencies(this.#cellFile())
      .filter(
        (file) =>
          file.startsWith(`${this.#cwd}/`) &&
          !file.includes('/node_modules/') &&
          !/\/(__tslab__\.[tj]s|__prev__\.d\.ts)$/.test(file),
      );
  }

  /** The last converted cell. */
  #cellFile(): TypeScript.SourceFile {
    const program = this.#created.program();
    const file = ['ts', 'js']
      .map((extension) => program.getSourceFile(`${this.#cwd}/__tslab__.${extension}`))
      .find((found) => found !== undefined);
    if (!file) throw new Error('The converter has compiled no cell.');
    return file;
  }
}

function emptyCell(source: string, diagnostics: CellDiagnostic[]): CompiledCell {
  return {
    sourceHash: hashOf(source),
    code: '',
    lineMap: [],
    hasTopLevelAwait: false,
    lastExpressionVar: undefined,
    modules: [],
    diagnostics,
  };
}

function toConverted(cell: CompiledCell, declarations: string | undefined): ConvertedCell {
  return { cell, declarations, dependencies: [], isModule: false };
}

/** `lib/list.ts` is emitted as `lib/list.js`. */
function toEmittedPath(file: string): string {
  return file.replace(/\.(ts|tsx|js|jsx)$/, '.js');
}
