import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { AppError } from '../../../protocol/errors.js';

/** A Chromium that is driven over its DevTools protocol. @see https://chromedevtools.github.io/devtools-protocol/ */
export interface DevTools {
  /** @throws AppError `PROGRAM_FAILED` with what the browser says instead of doing it, or when it has ended */
  send(method: string, params?: object, sessionId?: string): Promise<Record<string, unknown>>;
  onEvent: ((method: string, params: Record<string, unknown>) => void) | undefined;
  close(): Promise<void>;
}

const ARGUMENTS = [
  '--headless=new',
  '--remote-debugging-pipe',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  // Chromium's own sandbox does not start for root, as in a container; what is opened is the user's own.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/** Starts a browser with a profile of its own, without a window. */
export async function startDevTools(program: string): Promise<DevTools> {
  const profile = await mkdtemp(path.join(tmpdir(), 'eccola-browser-'));
  const child = spawn(program, [...ARGUMENTS, `--user-data-dir=${profile}`], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const pending = new Map<number, (answer: Record<string, unknown>) => void>();
  const ended = new Promise<void>((resolve) => {
    child.on('error', () => resolve());
    child.on('close', () => resolve());
  });
  void ended.then(() => {
    for (const settle of pending.values()) settle({ error: { message: 'it has ended' } });
  });
  // The protocol's two ends, as `stdio` has made them.
  const [, , , input, output] = child.stdio as unknown as [null, null, null, Writable, Readable];
  input.on('error', () => {});
  let lastId = 0;
  const tools: DevTools = {
    send: async (method, params = {}, sessionId) => {
      lastId += 1;
      const id = lastId;
      const answer = await new Promise<Record<string, unknown>>((resolve) => {
        pending.set(id, resolve);
        input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
      });
      pending.delete(id);
      if (answer.error === undefined) return Object(answer.result);
      throw new AppError(
        'PROGRAM_FAILED',
        `${path.basename(program)} could not do ${method}: ${String(Object(answer.error).message)}`,
      );
    },
    onEvent: undefined,
    close: async () => {
      child.kill('SIGKILL');
      await ended;
      await rm(profile, { recursive: true, force: true, maxRetries: 3 });
    },
  };
  let rest = '';
  output.setEncoding('utf8').on('data', (text: string) => {
    const messages = `${rest}${text}`.split('\0');
    rest = messages.pop() ?? '';
    for (const message of messages) {
      const { id, method, params, ...answer } = Object(JSON.parse(message));
      if (typeof id === 'number') pending.get(id)?.(answer);
      else if (typeof method === 'string') tools.onEvent?.(method, Object(params));
    }
  });
  return tools;
}
