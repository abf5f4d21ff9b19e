import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { AppError } from '../../../src/protocol/errors.js';
import { createKernelPool } from '../../../src/server/kernel-pool.js';
import { createLimiter } from '../../../src/server/limiter.js';
import { createPoolSize } from '../../../src/server/pool-size.js';
import { createFactory } from '../../helpers/kernel-factory.js';

const limiter = createLimiter({ most: 100, mostOfShare: 100 })();
const logger = pino({ level: 'silent' });

/** Lets everything happen that can happen now. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Timers go on when the test says so. */
function stopClock(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
}

test('gives away what is warm, each kernel once, and starts the next when the page has come to life', async () => {
  stopClock();
  const { start, make, starting } = createFactory();
  const pool = createKernelPool({
    size: createPoolSize(1),
    start,
    limiter,
    first: [make()],
    logger,
  });
  expect(starting).toHaveLength(0);
  const first = await pool.take().kernel;
  expect(first.id).toBe('kernel-1');
  expect(starting).toHaveLength(0);
  vi.advanceTimersByTime(249);
  expect(starting).toHaveLength(0);
  vi.advanceTimersByTime(1);
  expect(starting).toHaveLength(1);
  starting[0]?.resolve(make());
  await settle();
  expect((await pool.take().kernel).id).toBe('kernel-2');
});

test('who comes when the last warm kernel has just been given away does not wait for that', async () => {
  stopClock();
  const { start, make, starting } = createFactory();
  const pool = createKernelPool({
    size: createPoolSize(1),
    start,
    limiter,
    first: [make()],
    logger,
  });
  pool.take();
  pool.take();
  expect(starting).toHaveLength(2);
});

test('serves who waits in the order they came, before the pool', async () => {
  const { start, make, starting } = createFactory();
  const pool = createKernelPool({ size: createPoolSize(1), start, limiter, first: [], logger });
  const order: string[] = [];
  const tickets = ['a', 'b', 'c'].map((name) => {
    const ticket = pool.take();
    void ticket.kernel.then(({ id }) => order.push(`${name}:${id}`));
    return ticket;
  });
  expect(starting).toHaveLength(4);
  for (const one of starting) one.resolve(make());
  await Promise.all(tickets.map(({ kernel }) => kernel));
  expect(order).toEqual(['a:kernel-1', 'b:kernel-2', 'c:kernel-3']);
});

test('who gives up gets no kernel, and one that was given already goes', async () => {
  const { start, make, starting, killed } = createFactory();
  const pool = createKernelPool({ size: createPoolSize(0), start, limiter, first: [], logger });
  const gone = pool.take();
  const stays = pool.take();
  gone.cancel();
  starting[0]?.resolve(make());
  expect((await stays.kernel).id).toBe('kernel-1');
  stays.cancel();
  await settle();
  expect(killed).toEqual(['kernel-1']);
});

test('a kernel that cannot be started is an error for who waits, and is not tried without end', async () => {
  const { start, starting } = createFactory();
  const pool = createKernelPool({ size: createPoolSize(1), start, limiter, first: [], logger });
  const { kernel } = pool.take();
  starting[0]?.reject(new Error('no'));
  await expect(kernel).rejects.toThrow('no');
  starting[1]?.reject(new Error('no'));
  await settle();
  expect(starting).toHaveLength(2);
  await pool.close();
});

test('who waits for a kernel that ends while it is started is given another, once', async () => {
  const { start, make, starting } = createFactory();
  const pool = createKernelPool({ size: createPoolSize(0), start, limiter, first: [], logger });
  const died = new AppError('KERNEL_START_FAILED', 'A kernel did not start.');
  const [first, second] = [pool.take(), pool.take()];
  const refused = expect(second.kernel).rejects.toBe(died);
  starting[0]?.reject(died);
  starting[1]?.reject(died);
  await settle();
  expect([first.position, second.position, starting.length]).toEqual([1, 2, 4]);

  starting[2]?.resolve(make());
  starting[3]?.reject(died);
  expect((await first.kernel).id).toBe('kernel-1');
  await refused;
  expect(starting).toHaveLength(4);
});

test('kernels that were being started before somebody came are no matter to them when they end', async () => {
  const { start, make, starting } = createFactory();
  const pool = createKernelPool({ size: createPoolSize(3), start, limiter, first: [], logger });
  const died = new AppError('KERNEL_DIED', 'The kernel ended.');
  const { kernel } = pool.take();
  expect(starting).toHaveLength(4);
  for (const one of starting.slice(0, 4)) one.reject(died);
  await settle();
  starting[4]?.resolve(make());
  expect((await kernel).id).toBe('kernel-1');
  await pool.close();
});

test('a warm kernel that dies is not given away', async () => {
  const { start, make, starting } = createFactory();
  const dying = make();
  const pool = createKernelPool({
    size: createPoolSize(1),
    start,
    limiter,
    first: [dying],
    logger,
  });
  dying.die();
  await settle();
  const { kernel } = pool.take();
  starting[0]?.resolve(make());
  expect((await kernel).id).toBe('kernel-2');
  await pool.close();
});

test('a closed pool ends what is warm and what is being started, and turns away who waits', async () => {
  const { start, make, starting, killed } = createFactory();
  const pool = createKernelPool({
    size: createPoolSize(2),
    start,
    limiter,
    first: [make()],
    logger,
  });
  pool.take();
  const { kernel } = pool.take();
  const refused = expect(kernel).rejects.toMatchObject({ code: 'KERNEL_NOT_FOUND' });
  await pool.close();
  await refused;
  for (const one of starting) one.resolve(make());
  await settle();
  expect(killed).toHaveLength(starting.length);
});

test.each([1, 'auto'] as const)(
  'kernels that were started for visitors who went are not kept: %s',
  async (option) => {
    let now = 0;
    const { start, make, starting, killed } = createFactory();
    const size = createPoolSize(option, () => now);
    const pool = createKernelPool({ size, start, limiter, first: [make()], logger });
    const tickets = Array.from({ length: 10 }, () => pool.take());
    for (const ticket of tickets) ticket.cancel();
    now = 60_000;
    for (let index = 0; index < starting.length; index += 1) {
      starting[index]?.resolve(make());
      await settle();
    }
    // The first was given away and came back, and one waits.
    expect(killed).toHaveLength(starting.length);
    await pool.close();
    expect(killed).toHaveLength(starting.length + 1);
  },
);

test('a closed pool turns away who comes later', async () => {
  const { start, make, starting } = createFactory();
  const pool = createKernelPool({
    size: createPoolSize(1),
    start,
    limiter,
    first: [make()],
    logger,
  });
  await pool.close();
  const { kernel, position } = pool.take();
  await expect(kernel).rejects.toMatchObject({ code: 'KERNEL_NOT_FOUND' });
  expect(position).toBe(0);
  expect(starting).toHaveLength(0);
});

test('kernels that nobody wants any more when it is their turn are not started', async () => {
  const { start, make, starting } = createFactory();
  const one = createLimiter({ most: 1, mostOfShare: 1 })();
  const size = createPoolSize(0);
  const pool = createKernelPool({ size, start, limiter: one, first: [], logger });
  const tickets = Array.from({ length: 5 }, () => pool.take());
  for (const ticket of tickets.slice(0, 4)) ticket.cancel();
  starting[0]?.resolve(make());
  expect((await tickets[4]?.kernel)?.id).toBe('kernel-1');
  await settle();
  expect(starting).toHaveLength(1);
  // Who comes then is served as ever.
  const { kernel } = pool.take();
  starting[1]?.resolve(make());
  expect((await kernel).id).toBe('kernel-2');
});

test('a pool that rests keeps no kernel, and has one for who comes nevertheless', async () => {
  const { start, make, starting, killed } = createFactory();
  const size = createPoolSize(1);
  const pool = createKernelPool({ size, start, limiter, first: [make()], logger });
  pool.setResting(true);
  expect(killed).toEqual(['kernel-1']);
  await settle();
  expect(starting).toHaveLength(0);

  const { kernel } = pool.take();
  starting[0]?.resolve(make());
  expect((await kernel).id).toBe('kernel-2');
  await settle();
  expect(starting).toHaveLength(1);

  pool.setResting(false);
  await settle();
  expect(starting).toHaveLength(2);
});
