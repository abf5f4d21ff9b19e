import path from 'node:path';
import { expect, test } from 'vitest';
import { runProgram } from '../../src/deploy/run-program.js';
import { REPOSITORY } from '../helpers/run-eccola.js';

test('a release is stopped for a tag of another version, and its package has under 2 MB', async () => {
  const script = path.join(REPOSITORY, 'scripts/check-release.mjs');
  const { code, stderr } = await runProgram(process.execPath, [script, 'v99.0.0']);
  expect(stderr).toMatch(/package\.json says \S+, the tag says 99\.0\.0\./);
  expect(stderr).not.toContain('more than');
  expect(code).toBe(1);
});
