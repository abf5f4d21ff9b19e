import { expect, test } from 'vitest';
import { coresWithin } from '../../../src/protocol/cpu-quota.js';

test.each([
  ['one core of sixty-four', '100000 100000\n', 64, 1],
  ['half a core', '50000 100000\n', 64, 1],
  ['two and a half', '250000 100000\n', 64, 3],
  ['more than there are', '800000 100000\n', 2, 2],
])('a quota of %s is what there is to use', (_, quota, cores, expected) => {
  expect(coresWithin(quota, cores)).toBe(expected);
});

test.each(['max 100000\n', '', 'nonsense', '100000 0\n'])(
  'without a quota (%j) all cores are there to use',
  (quota) => expect(coresWithin(quota, 8)).toBe(8),
);
