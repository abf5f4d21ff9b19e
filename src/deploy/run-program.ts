import { spawn } from 'node:child_process';
import { AppError } from '../protocol/errors.js';

export interface ProgramOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Ends the program (SIGTERM) and rejects. */
  signal?: AbortSignal;
}

export interface ProgramResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** Where each program comes from, for the sentence that says that it is missing. */
const ORIGIN: Readonly<Record<string, string>> = {
  git: 'Install git, or do without what needs it.',
  npm: 'npm comes with Node: install Node from its own installer or your system’s packages.',
  python3: 'Install Python 3.9 or newer; only the simulated launch needs it.',
};

/**
 * Runs a program to its end, without a shell and without a terminal.
 * @throws AppError `PROGRAM_MISSING`; a non-zero exit code is not an error here
 */
export function runProgram(
  program: string,
  args: readonly string[],
  { cwd, env, signal }: ProgramOptions = {},
): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ENOENT' ? missing(program, error) : error),
    );
    child.on('close', (code) => resolve({ code: code ?? 1, stdout, stderr }));
  });
}

/**
 * Runs a program that has to succeed.
 * @returns what it printed on its standard output
 * @throws AppError `PROGRAM_FAILED` with the line of what it printed that says why, or `PROGRAM_MISSING`
 */
export async function expectProgram(
  program: string,
  args: readonly string[],
  options?: ProgramOptions,
): Promise<string> {
  const { code, stdout, stderr } = await runProgram(program, args, options);
  if (code === 0) return stdout;
  const command = [program, ...args].join(' ');
  const reason = reasonIn(stderr.trim() || stdout.trim());
  throw new AppError('PROGRAM_FAILED', `${command} failed (${code}): ${reason}`);
}

/** The last line but for npm, which tells the reason first and where its log lies last. */
function reasonIn(printed: string): string {
  const lines = printed.split('\n');
  const npm = lines.find((line) =>
    /^npm error (?!code|errno|syscall|path|command|A complete)/.test(line),
  );
  return npm ?? lines.at(-1) ?? '';
}

function missing(program: string, cause: Error): AppError {
  return new AppError('PROGRAM_MISSING', `${program} is not installed.`, {
    hint: ORIGIN[program] ?? `Install ${program}.`,
    cause,
  });
}
