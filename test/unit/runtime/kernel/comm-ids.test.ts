import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { CommIds } from '../../../../src/runtime/kernel/core/comm-ids.js';

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32);
const create = (seed: string | undefined) => new CommIds(seed, digest);

test('ids depend on the seed, the cell and the order of creation in it alone', () => {
  const [one, two, other] = [create('seed'), create('seed'), create('other seed')];

  const ids = [one.next('a'), one.next('a'), one.next('b')];
  const inAnotherOrder = [two.next('b'), two.next('a'), two.next('a')];

  expect(new Set(ids).size).toBe(3);
  expect(inAnotherOrder).toEqual([ids[2], ids[0], ids[1]]);
  expect(ids).not.toContain(other.next('a'));
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/);
});

test('a cell that runs again makes other ids', () => {
  const ids = create('seed');

  expect(ids.next('a')).not.toBe(ids.next('a'));
});

test.each([
  ['without a seed', create(undefined), 'a'],
  ['outside of cells', create('seed'), undefined],
])('%s ids are random', (_, ids, cellId) => {
  expect(ids.next(cellId)).not.toBe(create('seed').next('a'));
  expect(ids.next(cellId)).toMatch(/^[0-9a-f]{32}$/);
});

test('from the attachment on ids are random', () => {
  const ids = create('seed');

  ids.randomize();

  expect(ids.next('a')).not.toBe(create('seed').next('a'));
});
