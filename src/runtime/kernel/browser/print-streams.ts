import { formatWithOptions } from 'node-inspect-extracted';
import type { StreamName } from '../core/stream-buffer.js';

const STREAMS = {
  log: 'stdout',
  info: 'stdout',
  debug: 'stdout',
  dir: 'stdout',
  warn: 'stderr',
  error: 'stderr',
  trace: 'stderr',
} as const satisfies Record<string, StreamName>;

/** Lets the console print into the notebook, as Node's does. */
export function installPrintStreams(write: (name: StreamName, text: string) => void): void {
  let indent = '';
  const print = (stream: StreamName, values: unknown[]) => {
    const text = formatWithOptions({}, ...values);
    write(stream, `${indent}${text.replaceAll('\n', `\n${indent}`)}\n`);
  };
  for (const [method, stream] of Object.entries(STREAMS)) {
    Reflect.set(console, method, (...values: unknown[]) => {
      // The second argument of `dir` is no value.
      print(stream, method === 'dir' ? values.slice(0, 1) : values);
    });
  }
  Object.assign(console, {
    assert: (condition: unknown, ...values: unknown[]) => {
      if (!condition) print('stderr', ['Assertion failed:', ...values]);
    },
    group: (...values: unknown[]) => {
      if (values.length > 0) print('stdout', values);
      indent += '  ';
    },
    groupEnd: () => {
      indent = indent.slice(2);
    },
  });
}
