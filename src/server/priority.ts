import { constants, setPriority } from 'node:os';

/** Whether this process may raise a priority that it has lowered: on Linux that is a privilege. */
let mayRestore: boolean | undefined;

/** Has a process give way to others, where that can be taken back. */
export function lowerPriority(pid: number | undefined): void {
  if (pid === undefined || mayRestore === false) return;
  try {
    if (mayRestore === undefined) {
      setPriority(pid, 1);
      setPriority(pid, constants.priority.PRIORITY_NORMAL);
      mayRestore = true;
    }
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    mayRestore ??= false;
  }
}

/** Takes `lowerPriority` back. */
export function restorePriority(pid: number | undefined): void {
  if (pid === undefined || mayRestore !== true) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_NORMAL);
  } catch {
    // The process has ended meanwhile.
  }
}
