import { expect, test } from 'vitest';
import { CommIds } from '../../../../src/runtime/kernel/core/comm-ids.js';

const create = (seed: string | undefined) => new CommIds({ seed, session: 'session' });

test('ids depend on the seed, the cell and the order of creation in it alone', () => {
  const [one, two, other] = [create('seed'), create('seed'), create('other seed')];

  const ids = [one.next('a', 'Label'), one.next('a', 'Label'), one.next('b', 'Label')];
  const inAnotherOrder = [two.next('b', 'Label'), two.next('a', 'Label'), two.next('a', 'Label')];

  expect(new Set(ids).size).toBe(3);
  expect(inAnotherOrder).toEqual([ids[2], ids[0], ids[1]]);
  expect(ids).not.toContain(other.next('a', 'Label'));
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/);
});

test('a cell that runs again makes other ids', () => {
  const ids = create('seed');

  expect(ids.next('a', 'Label')).not.toBe(ids.next('a', 'Label'));
});

test.each([
  ['without a seed', create(undefined), 'a'],
  ['outside of cells', create('seed'), undefined],
])('%s ids are the kernel’s own', (_, ids, cellId) => {
  expect(ids.next(cellId, 'Label')).not.toBe(create('seed').next('a', 'Label'));
  expect(ids.next(cellId, 'Label')).toMatch(/^[0-9a-f]{32}$/);
});

test('from the attachment on ids are the kernel’s own', () => {
  const ids = create('seed');

  ids.randomize();

  expect(ids.next('a', 'Label')).not.toBe(create('seed').next('a', 'Label'));
});

test('what an author adds to a cell leaves widgets of other kinds their ids', () => {
  const [before, after] = [create('seed'), create('seed')];

  after.next('a', 'Button');

  expect(after.next('a', 'Label')).toBe(before.next('a', 'Label'));
});
