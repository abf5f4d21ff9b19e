import { spawn } from 'node:child_process';
import { constants, getPriority } from 'node:os';
import { expect, onTestFinished, test } from 'vitest';
import { lowerPriority, restorePriority } from '../../../src/server/priority.js';

const { PRIORITY_NORMAL, PRIORITY_BELOW_NORMAL } = constants.priority;

test('a process gives way while it is nobody’s, where that can be taken back', () => {
  const child = spawn('sleep', ['60']);
  onTestFinished(() => void child.kill());
  const pid = child.pid ?? 0;
  lowerPriority(pid);
  const lowered = getPriority(pid);
  restorePriority(pid);
  // Who may not raise a priority again must not lower one: it would stay.
  const mayRestore = lowered === PRIORITY_BELOW_NORMAL;
  expect(mayRestore || lowered <= PRIORITY_NORMAL + 1).toBe(true);
  expect(getPriority(pid)).toBe(mayRestore ? PRIORITY_NORMAL : lowered);
});

test('a process that has ended is nobody’s concern', () => {
  expect(() => {
    lowerPriority(2 ** 22);
    restorePriority(2 ** 22);
    lowerPriority(undefined);
  }).not.toThrow();
});
