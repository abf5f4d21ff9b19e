import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { MAKE_CODE_CACHE } from '../../src/protocol/runtime-process.js';

/** The ids of a process's descendants that live now, from /proc. */
export function descendantsOf(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    const parent = /^\d+$/.test(entry) ? parentOf(Number(entry)) : undefined;
    if (parent !== undefined) parents.set(Number(entry), parent);
  }
  const childrenOf = (id: number): number[] => {
    const children = [...parents].filter(([, parent]) => parent === id).map(([child]) => child);
    return [...children, ...children.flatMap(childrenOf)];
  };
  return childrenOf(pid);
}

/** The ids of a process's descendants whose command line contains this. */
export function descendantsRunning(pid: number, command: string): number[] {
  return descendantsOf(pid).filter((child) => commandOf(child).includes(command));
}

/** The ids of a server's kernels, all of them of notebooks. */
export function kernelsOf(pid: number): number[] {
  return descendantsOf(pid).filter((child) => {
    const command = commandOf(child);
    return command.includes('runtime/kernel') && !command.includes(MAKE_CODE_CACHE);
  });
}

/** Kills the kernel that was started first: a visitor's, and not the spare after it, which may still be starting. */
export function killFirstKernel(pid: number): void {
  process.kill(Math.min(...kernelsOf(pid)), 'SIGKILL');
}

export function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}`);
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return ''; // It ended meanwhile.
  }
}

function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The program's name, in brackets, may hold spaces and brackets of its own.
    const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(parent);
  } catch {
    return undefined; // It ended between the listing and the reading.
  }
}
