import path from 'node:path';
import { expect, inject, test } from 'vitest';
import { runProgram } from '../../src/deploy/run-program.js';
import { makeFolder } from '../helpers/folder.js';
import { installKernels } from '../helpers/jupyter.js';

const PROGRAM = path.join(import.meta.dirname, 'jupyter-kernel-test.py');
/** What does not apply to the kernel, and why. */
const SKIPPED = { test_pager: 'a pager is IPython’s, and its payloads are deprecated' };

test('the kernel that eccola install installs passes Jupyter’s own tests of a kernel', async ({
  skip,
  signal,
}) => {
  const jupyter = inject('jupyter');
  if ('missing' in jupyter) return skip(jupyter.missing);
  const { env } = await installKernels();
  const { code, stdout, stderr } = await runProgram(path.join(jupyter.bin, 'python'), [PROGRAM], {
    cwd: await makeFolder(),
    env: { ...process.env, ...env },
    signal,
  });

  const output = `${stdout}${stderr}`;
  expect(code, output).toBe(0);
  const results = [...output.matchAll(/^(test_\w+) .*? \.\.\. (ok|skipped)/gm)];
  const skipped = results.filter(([, , result]) => result === 'skipped').map(([, name]) => name);
  expect(skipped, output).toEqual(Object.keys(SKIPPED));
  expect(output).toMatch(/^Ran 13 tests/m);
});
