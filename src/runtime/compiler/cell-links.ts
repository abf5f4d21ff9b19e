import { CELL_SCOPE } from '../../protocol/compiled.js';
import type { CellNames } from './cell-source.js';

/**
 * The code of a cell that first tells the kernel how to set its variables. A cell's own functions use these, and later
 * cells their copies in `exports`: so what a later cell assigns comes to both.
 */
export function linkVariables(code: string, { values, assignable }: CellNames): string {
  if (code === '' || values.length === 0) return code;
  // No variable of a notebook has the name of the scope, which so may stand for the value.
  const setters = assignable.map((name) => `${name}:(${CELL_SCOPE})=>{${name}=${CELL_SCOPE}}`);
  // In the first line: the others keep their numbers.
  return `${CELL_SCOPE}.declare(${JSON.stringify(values)},{${setters.join()}});${code}`;
}
