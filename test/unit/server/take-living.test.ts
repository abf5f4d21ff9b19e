import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createKernelPool } from '../../../src/server/kernel-pool.js';
import type { KernelHandle } from '../../../src/server/kernel-provisioner.js';
import { createLimiter } from '../../../src/server/limiter.js';
import { createPoolSize } from '../../../src/server/pool-size.js';
import { takeLiving } from '../../../src/server/take-living.js';
import { createFactory } from '../../helpers/kernel-factory.js';

const limiter = createLimiter({ most: 100, mostOfShare: 100 })();
const logger = pino({ level: 'silent' });
const NEVER = new Promise<true>(() => {});

function createPool(first: KernelHandle[], start: () => Promise<KernelHandle>) {
  return createKernelPool({ size: createPoolSize(0), start, limiter, first, logger });
}

function stopClock(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  onTestFinished(() => void vi.useRealTimers());
}

test('a kernel that is just ending is passed over', async () => {
  const { start, make } = createFactory();
  const dying = make(NEVER);
  const ticket = takeLiving(createPool([dying, make()], start));
  dying.die();
  expect((await ticket.kernel).id).toBe('kernel-2');
});

test('a kernel that does not answer for a second is passed over, and ended', async () => {
  stopClock();
  const { start, make, starting, killed } = createFactory();
  const ticket = takeLiving(createPool([make(NEVER)], start));
  await vi.advanceTimersByTimeAsync(999);
  expect(starting).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(1);
  expect([killed, ticket.position]).toEqual([['kernel-1'], 1]);
  starting[0]?.resolve(make());
  expect((await ticket.kernel).id).toBe('kernel-2');
});

test('where none answers, the next after three seconds has to do', async () => {
  stopClock();
  const { start, make, killed } = createFactory();
  const kernels = Array.from({ length: 10 }, () => make(NEVER));
  const ticket = takeLiving(createPool(kernels, start));
  await vi.advanceTimersByTimeAsync(4000);
  expect((await ticket.kernel).id).toBe('kernel-4');
  expect(killed).toEqual(['kernel-1', 'kernel-2', 'kernel-3']);
});

test('who gives up while a kernel is asked takes no other', async () => {
  const { start, make, starting, killed } = createFactory();
  const ticket = takeLiving(createPool([make(NEVER), make()], start));
  ticket.cancel();
  await ticket.kernel;
  expect(killed).toEqual(['kernel-1']);
  expect(starting).toHaveLength(0);
});
