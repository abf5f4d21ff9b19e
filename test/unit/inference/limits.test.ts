import { expect, test } from 'vitest';
import { Admission } from '../../../src/runtime/inference/admission.js';
import { Limiter } from '../../../src/runtime/inference/threads/limiter.js';

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Tasks that end when they are told to, and what has started of them. */
function manualTasks() {
  const started: number[] = [];
  const ends = new Map<number, () => void>();
  const task = (id: number) => () =>
    new Promise<number>((resolve) => {
      started.push(id);
      ends.set(id, () => resolve(id));
    });
  return { started, task, end: (id: number) => ends.get(id)?.() };
}

test('a limiter lets so many run, and starts the others in their order', async () => {
  const { started, task, end } = manualTasks();
  const limiter = new Limiter(2);
  const results = [1, 2, 3, 4].map((id) => limiter.run(task(id)));
  await settle();
  expect(started).toEqual([1, 2]);
  end(2);
  await settle();
  expect(started).toEqual([1, 2, 3]);
  for (const id of [1, 3]) end(id);
  await settle();
  end(4);
  expect(await Promise.all(results)).toEqual([1, 2, 3, 4]);
});

test('a task that fails gives its place free', async () => {
  const limiter = new Limiter(1);
  await expect(limiter.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await limiter.run(async () => 'next')).toBe('next');
});

test('beyond the limit of images the answer is how many wait', async () => {
  const { task, end } = manualTasks();
  const admission = new Admission({ images: 2, imageBytes: 100 });
  const admitted = [1, 2].map((id) => admission.admit(10, task(id)));
  await expect(admission.admit(10, task(3))).rejects.toMatchObject({
    code: 'INFERENCE_BUSY',
    message: 'Too many pictures at once: 2 are waiting before this one.',
  });
  end(1);
  await admitted[0];
  const next = admission.admit(10, task(4));
  end(4);
  expect(await next).toBe(4);
});

test('the bytes of all images together are limited too', async () => {
  const { task } = manualTasks();
  const admission = new Admission({ images: 10, imageBytes: 100 });
  void admission.admit(60, task(1));
  await expect(admission.admit(60, task(2))).rejects.toMatchObject({ code: 'INFERENCE_BUSY' });
  void admission.admit(40, task(3));
});
