import type { IOutput } from './nbformat.js';

/** What visitors see of a cell's outputs: what is written to stderr is for the author. */
export function visibleOutputs(outputs: readonly IOutput[]): IOutput[] {
  return outputs.filter(({ output_type, name }) => output_type !== 'stream' || name !== 'stderr');
}

/** The same text for outputs that look the same to visitors. */
export function toVisibleText(outputs: readonly IOutput[]): string {
  return JSON.stringify(visibleOutputs(outputs));
}
