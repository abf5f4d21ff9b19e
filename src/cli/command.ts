import type { Terminal } from './terminal.js';

/** `eccola NAME …`. */
export interface Command {
  /** What `--help` prints. */
  usage: string;
  /** @returns the exit code */
  run(args: readonly string[], terminal: Terminal): Promise<number>;
}
