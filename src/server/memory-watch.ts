import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

export interface MemoryWatchOptions {
  /** MiB of memory that a process may have in all. */
  limit: number;
  /** Told of a process that has more. */
  onExcess: (pid: number) => void;
}

/** Looks after the memory of processes, of which the limit of V8's heap sees only a part: not what buffers hold. */
export interface MemoryWatch {
  /** @param exited after it the process is left alone */
  watch(pid: number, exited: Promise<unknown>): void;
}

const EVERY_MS = 1000;
const KIB = 1024;
const MIB = 1024 * KIB;

/** Only Linux tells what a process has without starting another; elsewhere nothing is watched. */
export function createMemoryWatch({ limit, onExcess }: MemoryWatchOptions): MemoryWatch {
  const watched = new Set<number>();
  let isLooking = false;

  async function look(): Promise<void> {
    isLooking = true;
    while (watched.size > 0) {
      await setTimeout(EVERY_MS, undefined, { ref: false });
      for (const pid of watched) {
        if (residentBytes(pid) > limit * MIB) onExcess(pid);
      }
    }
    isLooking = false;
  }

  return {
    watch: (pid, exited) => {
      if (process.platform !== 'linux') return;
      watched.add(pid);
      void exited.then(() => watched.delete(pid));
      if (!isLooking) void look();
    },
  };
}

/**
 * 0 for a process that is gone. Not from `statm`, which counts in pages: those of arm64 may have 16 or 64 kB.
 * @see https://www.man7.org/linux/man-pages/man5/proc_pid_status.5.html
 */
function residentBytes(pid: number): number {
  try {
    // At once: what the system makes up as it is read takes longer to wait for than to read.
    return parseResident(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return 0;
  }
}

/** Bytes of memory that a `/proc/PID/status` tells of; 0 where it tells of none. */
export function parseResident(status: string): number {
  return Number(/^VmRSS:\s*(\d+) kB$/m.exec(status)?.[1] ?? 0) * KIB;
}
