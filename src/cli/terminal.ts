import { createInterface } from 'node:readline/promises';

/** Where a command prints, and whom it asks. */
export interface Terminal {
  /** What was asked for: standard output. */
  print(text: string): void;
  /** What is beside it: standard error. */
  tell(text: string): void;
  /** Undefined where nobody can answer: in a pipe, in CI. */
  ask: ((question: string) => Promise<boolean>) | undefined;
}

/** The terminal of this process. */
export function createTerminal(): Terminal {
  const { stdin, stdout, stderr } = process;
  return {
    print: (text) => stdout.write(`${text}\n`),
    tell: (text) => stderr.write(`${text}\n`),
    ask: stdin.isTTY && stderr.isTTY ? askYesNo : undefined,
  };
}

async function askYesNo(question: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await lines.question(`${question} [y/N] `);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    lines.close();
  }
}
