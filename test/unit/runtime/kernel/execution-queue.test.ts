import { expect, test } from 'vitest';
import type { CompiledCell } from '../../../../src/protocol/compiled.js';
import { type AnyMessage, createMessage } from '../../../../src/protocol/messages.js';
import type { KernelHost } from '../../../../src/runtime/kernel/core/host.js';
import { Kernel } from '../../../../src/runtime/kernel/core/kernel.js';
import { createKernelInfo } from '../../../../src/runtime/kernel/core/kernel-info.js';

/** A place where a cell's source is its code, and the one that says "fail" throws. */
function createHost(): KernelHost {
  return {
    contexts: { run: (_, task) => task(), current: () => undefined },
    compiler: {
      compile: async (source) => toCell(source),
      accept: () => {},
      complete: async () => ({ matches: [], kinds: [], signatures: [], start: 0, end: 0 }),
      inspect: async () => undefined,
      isComplete: async () => ({ status: 'unknown' }),
    },
    executor: {
      execute: async ({ code }) => {
        if (code === 'fail') throw new Error('It fails.');
        return { value: undefined };
      },
      interrupt: () => {},
      evaluate: () => undefined,
    },
    inspect: String,
    explain: () => undefined,
    defer: (task) => void setImmediate(task),
    runInterruptible: (handler) => handler(),
    working: () => {},
    exit: () => {},
  };
}

function toCell(source: string): CompiledCell {
  return {
    sourceHash: '',
    code: source,
    lineMap: [],
    hasTopLevelAwait: false,
    lastExpressionVar: undefined,
    modules: [],
    diagnostics: [],
  };
}

const request = (code: string) =>
  createMessage('execute_request', { code }, { channel: 'shell', session: 'front end' });

test('what a front end sends once it knows of an error is not aborted, what waited before is', async () => {
  const kernel = new Kernel({
    host: createHost(),
    info: createKernelInfo('typescript', { eccola: '0', language: '0' }),
    session: 'kernel',
    iopub: () => {},
    commIdSeed: undefined,
    published: false,
    onRequestRead: () => {},
  });
  const statuses: unknown[] = [];

  await new Promise<void>((resolve) => {
    const send = ({ content }: AnyMessage) => {
      statuses.push(Reflect.get(content, 'status'));
      // As quick as a front end can be: before the kernel has done anything else.
      if (statuses.length === 1) kernel.receive(request('next'), { send });
      if (statuses.length === 3) resolve();
    };
    kernel.receive(request('fail'), { send });
    kernel.receive(request('waits'), { send });
  });

  expect(statuses).toEqual(['error', 'aborted', 'ok']);
});
