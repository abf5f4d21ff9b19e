import { expect, test } from 'vitest';
import { createFrameBatch } from '../../../src/server/frame-batch.js';

const frame = (length: number, fill: number) => new Uint8Array(length).fill(fill);

function collect() {
  const sent: number[][] = [];
  let next: (() => void) | undefined;
  const batch = createFrameBatch((bytes) => {
    // What it holds, and how much.
    sent.push([...new Set(bytes)].concat(bytes.byteLength));
    next?.();
  });
  const whenSent = () =>
    new Promise<void>((resolve) => {
      next = resolve;
    });
  return { sent, batch, whenSent };
}

test('frames leave together, in their order, with the one that nothing follows', () => {
  const { sent, batch } = collect();
  batch.add(frame(2, 1), true);
  batch.add(frame(3, 2), true);
  expect(sent).toEqual([]);
  batch.add(frame(4, 3), false);
  expect(sent).toEqual([[1, 2, 3, 9]]);
  batch.add(frame(5, 4), false);
  expect(sent).toEqual([
    [1, 2, 3, 9],
    [4, 5],
  ]);
});

test('a frame whose followers do not come leaves by itself, and they then in their turn', async () => {
  const { sent, batch, whenSent } = collect();
  batch.add(frame(2, 1), true);
  await whenSent();
  batch.add(frame(2, 2), true);
  batch.add(frame(2, 3), true);
  await whenSent();
  expect(sent).toEqual([
    [1, 2],
    [2, 3, 4],
  ]);
});

test('a large frame is not put together with others, and holds none of them back', () => {
  const { sent, batch } = collect();
  batch.add(frame(2, 1), true);
  batch.add(frame(100_000, 2), true);
  expect(sent).toEqual([
    [1, 2],
    [2, 100_000],
  ]);
  batch.add(frame(20_000, 3), true);
  batch.add(frame(20_000, 4), true);
  expect(sent.at(-1)).toEqual([3, 20_000]);
  batch.flush();
  batch.flush();
  expect(sent.slice(3)).toEqual([[4, 20_000]]);
});
