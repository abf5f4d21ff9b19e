import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { InteractiveRequest } from '../../../src/protocol/runtime-process.js';
import { makeFolder } from '../../helpers/folder.js';
import { REPOSITORY } from '../../helpers/run-eccola.js';

test('a compiler that has rested answers as before, and ends with its channel', async () => {
  const cache = await makeFolder();
  const child = fork(path.join(REPOSITORY, 'dist/runtime/compiler/main.js'), {
    serialization: 'advanced',
    execArgv: [],
    env: { XDG_CACHE_HOME: cache },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const compile = async (id: number) => {
    const request: InteractiveRequest = {
      type: 'compile-cell',
      id,
      cwd: cache,
      language: 'typescript',
      declarations: '',
      moduleCells: [],
      source: 'const one: number = 1; one',
    };
    child.send(request);
    const [answer] = await once(child, 'message');
    return Object(answer).cell.diagnostics;
  };

  expect(await compile(1)).toEqual([]);
  // What it keeps for the next compiler is the first that it does at rest.
  const rested = () => expect(existsSync(path.join(cache, 'eccola/code'))).toBe(true);
  await vi.waitFor(rested, { timeout: 30_000 });
  expect(await compile(2)).toEqual([]);
  child.disconnect();
  expect(await once(child, 'exit')).toEqual([0, null]);
});
