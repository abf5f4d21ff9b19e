import { expect, test } from 'vitest';
import { AppError } from '../../../src/protocol/errors.js';
import { createStability } from '../../../src/server/stability.js';

function create() {
  const clock = { now: 0 };
  return { clock, stability: createStability(() => clock.now) };
}

test('a kernel that ends now and then is replaced', () => {
  const { clock, stability } = create();
  for (let end = 0; end < 10; end++) {
    stability.noteEnd();
    expect(stability.failure).toBeUndefined();
    clock.now += 20_000;
  }
});

test('after the sixth end in half a minute there is a rest, in words', () => {
  const { clock, stability } = create();
  for (let end = 0; end < 6; end++) {
    expect(stability.failure).toBeUndefined();
    stability.noteEnd();
  }
  expect(stability.failure).toMatchObject({ code: 'KERNEL_DIED', hint: expect.any(String) });
  clock.now += 30_000;
  expect(stability.failure).toBeUndefined();
});

test('a notebook that came to no end is not run again at once', () => {
  const { stability } = create();
  const error = new AppError('EXECUTION_TIMEOUT', 'Cell 2 did not end in time.');
  stability.noteFailure(error);
  stability.noteEnd();
  expect(stability.failure).toBe(error);
});
