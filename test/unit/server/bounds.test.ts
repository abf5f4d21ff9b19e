import { expect, test } from 'vitest';
import { createLimiter, type Demand } from '../../../src/server/limiter.js';
import { createOutbox } from '../../../src/server/outbox.js';
import { createRateLimit } from '../../../src/server/rate-limit.js';
import { createRecentMessages } from '../../../src/server/recent-messages.js';

const frame = (first: number, size = 10) => new Uint8Array(size).fill(first);

test('an outbox gives back what it was given, once and in order', () => {
  const outbox = createOutbox(() => {});
  for (const first of [1, 2, 3]) outbox.push(frame(first));
  expect(outbox.drain().map(([first]) => first)).toEqual([1, 2, 3]);
  expect(outbox.drain()).toEqual([]);
});

test.each([
  ['bytes', { bytes: 25, frames: 100 }],
  ['frames', { bytes: 1000, frames: 2 }],
])('an outbox that runs over in %s loses the oldest, and says so once', (_what, limits) => {
  let dropped = 0;
  const outbox = createOutbox(() => dropped++, limits);
  for (const first of [1, 2, 3, 4]) outbox.push(frame(first));
  expect(outbox.drain().map(([first]) => first)).toEqual([3, 4]);
  expect(dropped).toBe(1);
  for (const first of [5, 6, 7]) outbox.push(frame(first));
  expect(dropped).toBe(2);
});

test('an outbox keeps the last frame, however large it is', () => {
  const outbox = createOutbox(() => {}, { bytes: 5, frames: 5 });
  outbox.push(frame(1));
  expect(outbox.drain()).toHaveLength(1);
});

test('a message is new once, as long as it is remembered', () => {
  const recent = createRecentMessages(2);
  expect(['a', 'b', 'a', 'c', 'b', 'a'].map((id) => recent.add(id))).toEqual([
    true,
    true,
    false,
    true,
    false,
    true,
  ]);
});

test('a rate limit lets a burst through, then so many a second', () => {
  const rate = createRateLimit({ burst: 3, perSecond: 10 });
  expect([0, 0, 0].map((now) => rate.take(now))).toEqual([0, 0, 0]);
  expect(rate.take(0)).toBe(100);
  expect(rate.take(100)).toBe(100);
  expect(rate.take(1000)).toBe(0);
});

test('a limiter runs so many at once, in the order they came, and goes on after a failure', async () => {
  const limiter = createLimiter({ most: 2, mostOfShare: 2 })();
  const log: string[] = [];
  let running = 0;
  const task = (name: string, fails = false) =>
    limiter(async () => {
      running += 1;
      log.push(name);
      expect(running).toBeLessThanOrEqual(2);
      await Promise.resolve();
      running -= 1;
      if (fails) throw new Error(name);
      return name;
    });
  const all = [task('a'), task('b', true), task('c'), task('d')];
  const settled = await Promise.allSettled(all);
  expect(log).toEqual(['a', 'b', 'c', 'd']);
  expect(settled.map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
    'fulfilled',
  ]);
});

test('in a limiter nobody takes more than their share, and what is waited for goes first', async () => {
  const createShare = createLimiter({ most: 3, mostOfShare: 2 });
  const [greedy, modest] = [createShare(), createShare()];
  const log: string[] = [];
  const ends: (() => void)[] = [];
  const task = (name: string) => async () => {
    log.push(name);
    await new Promise<void>((resolve) => ends.push(resolve));
  };
  const demands: Record<string, Demand> = { spare: 'spare', gone: 'visitor' };
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  for (const name of ['a', 'b', 'c']) void greedy(task(name));
  void modest(task('spare'), () => demands.spare ?? 'none');
  expect(log).toEqual(['a', 'b', 'spare']);
  const gone = greedy(task('gone'), () => demands.gone ?? 'none');
  void modest(task('another spare'), () => 'spare');
  void modest(task('waited for'));
  demands.gone = 'none';
  ends[2]?.();
  await settle();
  expect(log).toEqual(['a', 'b', 'spare', 'waited for']);
  expect(await gone).toBeUndefined();
  ends[0]?.();
  await settle();
  expect(log.at(-1)).toBe('c');
});
