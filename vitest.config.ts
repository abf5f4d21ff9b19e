import { defineConfig } from 'vitest/config';

// Pure tests run side by side; those that start processes run two files at a time, after them, so that two cores suffice.
// Some of the pure ones bundle or generate code, which takes a busy machine its time.
const PURE = { fileParallelism: true, sequence: { groupOrder: 0 }, testTimeout: 60_000 };
const PROCESSES = {
  // A process on a busy machine takes longer than the second that is the default.
  expect: { poll: { timeout: 20_000 } },
  maxWorkers: 2,
  globalSetup: ['test/setup/build-dist.mjs'],
};

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], ...PURE } },
      { test: { name: 'golden', include: ['test/golden/**/*.test.ts'], ...PURE } },
      {
        test: {
          name: 'types',
          include: ['test/types/**/*.test.ts'],
          ...PROCESSES,
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'contract',
          include: ['test/contract/**/*.test.ts'],
          ...PROCESSES,
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          ...PROCESSES,
          globalSetup: ['test/setup/build-dist.mjs', 'test/setup/reach-npm.mjs'],
          sequence: { groupOrder: 2 },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          ...PROCESSES,
          globalSetup: [
            'test/setup/build-dist.mjs',
            'test/setup/find-browser.mjs',
            'test/setup/install-jupyter.mjs',
            'test/setup/reach-npm.mjs',
          ],
          sequence: { groupOrder: 3 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
