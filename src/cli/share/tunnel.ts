import { spawn } from 'node:child_process';
import { isExecutableOnPath } from './executable.js';

export interface Tunnel {
  program: string;
  /** `https://…`, without a trailing slash. */
  url: string;
  close(): void;
}

interface TunnelProgram {
  program: string;
  args(port: number): string[];
  /** Finds the public address in what the program prints. */
  address: RegExp;
}

/** Programs that give a port of this computer an address in the internet, without an account or with the user's own. */
const PROGRAMS: readonly TunnelProgram[] = [
  {
    program: 'cloudflared',
    args: (port) => ['tunnel', '--url', `http://127.0.0.1:${port}`],
    address: /https:\/\/[a-z0-9-]+\.trycloudflare\.com/,
  },
  {
    program: 'ngrok',
    args: (port) => ['http', String(port), '--log=stdout', '--log-format=logfmt'],
    address: /(?<=url=)https:\/\/[^\s"]+/,
  },
];

/** The names that {@link openTunnel} looks for, in this order. */
export const TUNNEL_PROGRAMS = PROGRAMS.map(({ program }) => program);

/**
 * Starts the first tunnel program that is installed, and waits for the address that it prints.
 * @returns undefined when none is installed, or when it ends or says nothing before the signal
 */
export async function openTunnel(port: number, signal: AbortSignal): Promise<Tunnel | undefined> {
  const found = PROGRAMS.find(({ program }) => isExecutableOnPath(program));
  if (!found) return undefined;
  const child = spawn(found.program, found.args(port), { stdio: ['ignore', 'pipe', 'pipe'] });
  const close = () => void child.kill('SIGTERM');
  const url = await new Promise<string | undefined>((resolve) => {
    let printed = '';
    const look = (text: string) => {
      printed += text;
      const match = found.address.exec(printed);
      if (match) resolve(match[0]);
    };
    child.stdout.setEncoding('utf8').on('data', look);
    child.stderr.setEncoding('utf8').on('data', look);
    child.on('error', () => resolve(undefined));
    child.on('close', () => resolve(undefined));
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  if (url !== undefined) return { program: found.program, url, close };
  close();
  return undefined;
}
