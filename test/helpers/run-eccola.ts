import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { onTestFinished } from 'vitest';

export const REPOSITORY = path.resolve(import.meta.dirname, '../..');

export interface RunOptions {
  cwd?: string;
  /** Added to the test's own environment. */
  env?: Record<string, string>;
  /** Signals go to all that it started as well, as Ctrl+C in a terminal does. */
  group?: boolean;
  /** The program and its first arguments; the built command by default. */
  command?: readonly [string, ...string[]];
}

export interface EndedProcess {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** All that it printed on both streams. */
  output: string;
}

export interface RunningEccola {
  /** What it printed as its address, without a trailing slash. */
  url: string;
  pid: number;
  /** All that it printed so far. */
  output(): string;
  ended: Promise<EndedProcess>;
  /** Sends a signal, SIGTERM by default, and waits for the end. */
  close(signal?: NodeJS.Signals): Promise<EndedProcess>;
}

const BUILT: readonly [string, ...string[]] = [
  process.execPath,
  path.join(REPOSITORY, 'dist/cli/main.js'),
];

/**
 * Runs `eccola …` until it has printed its URL: as a server for visitors, whatever machine the test runs on, unless it
 * asks for `--watch`.
 * @throws Error with its output if it ends before
 */
export async function startEccola(
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunningEccola> {
  const { child, ended, output, kill } = spawnEccola(
    options.command || args.includes('--watch') ? args : [...args, '--no-watch'],
    options,
  );
  const url = await new Promise<string>((resolve, reject) => {
    const look = () => {
      const match = /https?:\/\/[^\s"]+/.exec(output());
      if (match) resolve(match[0].replace(/\/$/, ''));
    };
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    void ended.then(({ code, output: printed }) =>
      reject(new Error(`eccola ended with ${code} before it printed a URL:\n${printed}`)),
    );
  });
  const close = async (signal: NodeJS.Signals = 'SIGTERM') => {
    kill(signal);
    return await ended;
  };
  return { url, pid: child.pid ?? 0, output, ended, close };
}

/** Runs `eccola …` to its end: for what it refuses. */
export async function runEccola(
  args: readonly string[],
  options: RunOptions = {},
): Promise<EndedProcess> {
  return await spawnEccola(args, options).ended;
}

function spawnEccola(
  args: readonly string[],
  { cwd, env, group = false, command = BUILT }: RunOptions,
) {
  const [program, ...firstArgs] = command;
  const child: ChildProcess = spawn(program, [...firstArgs, ...args], {
    cwd: cwd ?? REPOSITORY,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: group,
  });
  const kill = (signal: NodeJS.Signals) => {
    if (child.pid === undefined || hasEnded) return;
    process.kill(group ? -child.pid : child.pid, signal);
  };
  let printed = '';
  let hasEnded = false;
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  const ended = new Promise<EndedProcess>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      hasEnded = true;
      resolve({ code, signal, output: printed });
    });
  });
  onTestFinished(async () => {
    kill('SIGTERM');
    let hangs = false;
    const patience = setTimeout(() => {
      hangs = true;
      kill('SIGKILL');
    }, 20_000);
    await ended;
    clearTimeout(patience);
    if (hangs) throw new Error(`eccola did not end on SIGTERM:\n${printed}`);
  });
  return { child, ended, output: () => printed, kill };
}
