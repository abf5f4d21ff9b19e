import { expect, test } from 'vitest';
import { refusalOf } from '../../../src/render/client/widgets/upload-policy.js';

test('a file within the limit is taken', () => {
  expect(refusalOf([{ name: 'photo.jpg', size: 10_000_000 }], 10_000_000)).toBeUndefined();
  expect(refusalOf([], 10_000_000)).toBeUndefined();
});

test('a larger one is refused with its name, its size and the limit', () => {
  expect(refusalOf([{ name: 'photo.jpg', size: 12_300_000 }], 10_000_000)).toBe(
    'photo.jpg is 12.3 MB; this page takes files up to 10 MB.',
  );
});

test('a size is never rounded down to the limit, however the limit counts', () => {
  expect(refusalOf([{ name: 'a', size: 10 * 2 ** 20 + 1 }], 10 * 2 ** 20)).toBe(
    'a is 10.1 MB; this page takes files up to 10 MB.',
  );
  expect(refusalOf([{ name: 'a', size: 60_001 }], 60_000)).toBe(
    'a is 61 kB; this page takes files up to 60 kB.',
  );
});

test('several files together count as one upload', () => {
  const files = [1, 2].map((name) => ({ name: `${name}.jpg`, size: 6_000_000 }));
  expect(refusalOf(files, 10_000_000)).toBe(
    'These 2 files are 12 MB together; this page takes files up to 10 MB.',
  );
});
