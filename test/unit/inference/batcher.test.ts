import { expect, test } from 'vitest';
import { Batcher } from '../../../src/runtime/inference/threads/batcher.js';

/** A runner that ends each batch when it is told to. */
function manualRunner() {
  const batches: { items: readonly number[]; finish(): void; fail(error: Error): void }[] = [];
  const run = (items: readonly number[]) =>
    new Promise<number[]>((resolve, reject) => {
      batches.push({ items, finish: () => resolve(items.map((item) => item * 10)), fail: reject });
    });
  return { batches, run, seen: () => batches.map(({ items }) => [...items]) };
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

test('a lone item goes at once, those that come meanwhile go together', async () => {
  const { batches, run, seen } = manualRunner();
  const batcher = new Batcher(run, 3);
  const results = [1, 2, 3, 4, 5].map((item) => batcher.submit(item));
  expect(seen()).toEqual([[1]]);
  batches[0]?.finish();
  await settle();
  expect(seen()).toEqual([[1], [2, 3, 4]]);
  batches[1]?.finish();
  await settle();
  batches[2]?.finish();
  expect(await Promise.all(results)).toEqual([10, 20, 30, 40, 50]);
  expect(seen()).toEqual([[1], [2, 3, 4], [5]]);
});

test('of a batch that fails each item is tried alone, and only the one at fault fails', async () => {
  const seen: number[][] = [];
  const batcher = new Batcher(async (items: readonly number[]) => {
    seen.push([...items]);
    await settle();
    if (items.includes(3)) throw new Error('not 3');
    return items.map((item) => item * 10);
  }, 8);
  const results = await Promise.allSettled([1, 2, 3, 4].map((item) => batcher.submit(item)));
  expect(results.map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'rejected',
    'fulfilled',
  ]);
  expect(seen).toEqual([[1], [2, 3, 4], [2], [3], [4]]);
  expect(await batcher.submit(5)).toBe(50);
});

test('a runner that loses a result fails', async () => {
  const batcher = new Batcher(async () => [], 1);
  await expect(batcher.submit(1)).rejects.toThrow('too few results');
});
