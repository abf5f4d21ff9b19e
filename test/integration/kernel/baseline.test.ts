import { expect, test } from 'vitest';
import { BASELINE, openBaseline } from '../../helpers/baseline.js';
import { startKernel } from '../../helpers/start-kernel.js';

test('there are notebooks to compare', () => {
  expect(BASELINE.length).toBeGreaterThan(5);
});

test.each(BASELINE)(
  'every cell of $notebook ends and prints as in the baseline',
  async (baseline) => {
    const { cwd, sources, expectAsBaseline } = await openBaseline(baseline);
    const kernel = await startKernel({ cwd, cells: sources });
    expectAsBaseline(await kernel.executeAll());
  },
  180_000,
);
