import type { InteractiveAnswer, InteractiveRequest } from '../../protocol/runtime-process.js';
import type { Converters } from './converters.js';

/** Answers what a kernel asks for a cell that someone is writing. */
export function answerInteractive(
  request: InteractiveRequest,
  converters: Converters,
): InteractiveAnswer {
  const { id, source } = request;
  if (request.type === 'is-complete') {
    const { completed, indent } = converters.toolchain.tslab.isCompleteCode(source);
    return { type: 'completeness', id, complete: completed, indent: indent ?? '' };
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
      const { candidates, start, end } = converter.complete(declarations, source, request.position);
      return { type: 'completion', id, matches: candidates, start, end };
    }
    case 'inspect': {
      const text = converter.inspect(declarations, source, request.position);
      return { type: 'inspection', id, text };
    }
  }
}
