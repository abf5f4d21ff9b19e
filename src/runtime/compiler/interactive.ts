import type { InteractiveAnswer, InteractiveRequest } from '../../protocol/runtime-process.js';
import type { Converters } from './converters.js';
import type { Toolchain } from './toolchain.js';

/** Answers what a kernel asks for a cell that someone is writing. */
export function answerInteractive(
  request: InteractiveRequest,
  converters: Converters,
): InteractiveAnswer {
  const { id, source } = request;
  if (request.type === 'is-complete') {
    const { status, indent } = completenessOf(source, converters.toolchain);
    return { type: 'completeness', id, status, indent };
  }
  const { cwd, language, moduleCells, declarations } = request;
  const converter = converters.get(cwd, language, moduleCells);
  switch (request.type) {
    case 'compile-cell': {
      const { cell, isModule, ...converted } = converter.convert(declarations, source);
      const modules = Object.fromEntries(
        [...converter.modules].filter(([file]) => cell.modules.includes(file)),
      );
      return { type: 'cell', id, cell, isModule, modules, declarations: converted.declarations };
    }
    case 'complete': {
      const { matches, described, start, end } = converter.complete(
        declarations,
        source,
        request.position,
      );
      return {
        type: 'completion',
        id,
        matches,
        kinds: described.map(({ kind }) => kind),
        signatures: described.map(({ signature }) => signature),
        start,
        end,
      };
    }
    case 'inspect': {
      const found = converter.inspect(declarations, source, request.position);
      return { type: 'inspection', id, found };
    }
  }
}

function completenessOf(
  source: string,
  { ts, tslab }: Toolchain,
): { status: 'complete' | 'incomplete' | 'invalid'; indent: string } {
  const { completed, indent } = tslab.isCompleteCode(source);
  if (!completed) return { status: 'incomplete', indent: indent ?? '' };
  const { diagnostics = [] } = ts.transpileModule(source, { reportDiagnostics: true });
  return { status: diagnostics.length > 0 ? 'invalid' : 'complete', indent: '' };
}
