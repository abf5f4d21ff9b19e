import type { Completeness, Completion, Inspection } from './host.js';

/** What is the same of all compilers that compile nothing: nobody writes a cell in a published notebook. */
export class CompiledCells {
  accept(): void {}

  async complete(_source: string, position: number): Promise<Completion> {
    return { matches: [], kinds: [], signatures: [], start: position, end: position };
  }

  async inspect(): Promise<Inspection | undefined> {
    return undefined;
  }

  async isComplete(): Promise<Completeness> {
    return { status: 'unknown' };
  }
}
