import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseResident } from '../../../src/server/memory-watch.js';

test('a process’s memory is read in bytes, whatever the size of a page', () => {
  const status = 'Name:\tnode\nVmHWM:\t  120000 kB\nVmRSS:\t   65536 kB\nRssAnon:\t   40000 kB\n';
  expect(parseResident(status)).toBe(64 * 1024 * 1024);
});

test('a process that is gone, or is ending, has none', () => {
  expect(parseResident('')).toBe(0);
  expect(parseResident('Name:\tnode\nState:\tZ (zombie)\n')).toBe(0);
});

test('what Linux says of this process is understood', ({ skip }) => {
  if (process.platform !== 'linux') skip('only Linux has /proc');
  expect(parseResident(readFileSync('/proc/self/status', 'utf8'))).toBeGreaterThan(
    10 * 1024 * 1024,
  );
});
