import { expect, test } from 'vitest';
import { createPoolSize } from '../../../src/server/pool-size.js';

test('a number stays what it is', () => {
  const size = createPoolSize(3);
  for (let visitor = 0; visitor < 10; visitor++) size.arrived();
  expect(size.target).toBe(3);
  expect(size.reviewAfter).toBeUndefined();
});

test('auto keeps as many as come while one starts, and lets them go when nobody comes', () => {
  const clock = { now: 0 };
  const size = createPoolSize('auto', () => clock.now);
  expect(size.target).toBe(1);
  for (const at of [1000, 1200, 1900, 5000]) {
    clock.now = at;
    size.arrived();
  }
  expect(size.target).toBe(4);
  clock.now = 33_000;
  expect(size.target).toBe(2);
  clock.now = 60_000;
  expect(size.target).toBe(1);
});

test('auto keeps more where a kernel takes longer to start', () => {
  const clock = { now: 0 };
  const size = createPoolSize('auto', () => clock.now);
  for (let visitor = 0; visitor < 6; visitor++) {
    clock.now += 900;
    size.arrived();
  }
  expect(size.target).toBe(3);
  for (let start = 0; start < 10; start++) size.started(4000);
  expect(size.target).toBe(6);
});

test('auto has a limit', () => {
  const size = createPoolSize('auto', () => 0);
  for (let visitor = 0; visitor < 1000; visitor++) size.arrived();
  expect(size.target).toBe(16);
});
